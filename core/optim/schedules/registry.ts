/** Every learning-rate schedule there is: a new one is one file and one line here. */
import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { linear } from './linear.ts';
import { oneCycle } from './one-cycle.ts';
import type { Schedule } from './schedule.ts';
import { step } from './step.ts';

export const schedules = { constant, step, cosine, linear, oneCycle } as const satisfies Record<string, Schedule>;

export type ScheduleName = keyof typeof schedules;
