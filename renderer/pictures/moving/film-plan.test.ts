import { expect, test } from 'vitest';
import { planProblem, stepsOf } from './film-plan.ts';

test('steps at equal distances, or close together at the beginning; the first and the last are always there', () => {
  expect(stepsOf({ first: 0, last: 100, frames: 5, pace: 'even' })).toEqual([0, 25, 50, 75, 100]);
  expect(stepsOf({ first: 0, last: 100, frames: 5, pace: 'early' })).toEqual([0, 2, 13, 42, 100]);
  expect(stepsOf({ first: 7, last: 9, frames: 50, pace: 'even' })).toEqual([7, 8, 9]);
});

test('a plan that cannot be made says why and what would fit', () => {
  expect(planProblem({ first: 5, last: 5, frames: 10, pace: 'even' }, 9)).toContain('at least two steps');
  expect(planProblem({ first: 0, last: 500, frames: 401, pace: 'even' }, 9)).toContain('up to 400');
  expect(planProblem({ first: 0, last: 500, frames: 100, pace: 'even' }, 1_000_000)).toContain('Choose up to 33');
  expect(planProblem({ first: 0, last: 500, frames: 100, pace: 'even' }, 10_000)).toBeNull();
});
