import { expect, test } from 'vitest';
import {
  alongAxis,
  formatCount,
  formatExactly,
  formatNumber,
  formatPrecisely,
  formatShare,
  parseNumber,
} from './number-format.ts';

test.each([
  [0.742, '0.742'],
  [-1.2, '−1.20'],
  [12.34, '12.3'],
  [0.016, '0.0160'],
  [0.0061234, '0.00612'],
  [0.0009996, '0.00100'],
  [0.0004, '4.00e−4'],
  [9.996, '10.0'],
  [99.96, '100'],
  [4192, '4\u202f192'],
  [-0.00001234, '−1.23e−5'],
  [1234567890, '1.23e9'],
  [0, '0'],
  [-0, '0'],
  [NaN, 'NaN'],
  [-Infinity, '−∞'],
])('%d reads %s', (value, text) => expect(formatNumber(value)).toBe(text));

test.each([
  [0.5, '0.5'],
  [-1, '−1'],
  [0.1 + 0.2, '0.3'],
  [12500, '12\u202f500'],
  [1234.5678, '1\u202f234.57'],
  [0.00002, '2e−5'],
  [-2.5e8, '−2.5e8'],
  [0, '0'],
])('along an axis %d reads %s', (value, text) => expect(formatPrecisely(value)).toBe(text));

test('shares along an axis have no more digits than they need, and other formats are as they are', () => {
  expect([0, 0.3, 1].map(alongAxis(formatShare))).toEqual(['0\u202f%', '30\u202f%', '100\u202f%']);
  expect(alongAxis(formatNumber)(0.5)).toBe('0.5');
  expect(alongAxis(String)(0.25)).toBe('0.25');
});

test('counts are grouped in threes', () => {
  expect(formatCount(70553706496)).toBe('70\u202f553\u202f706\u202f496');
  expect(formatCount(999)).toBe('999');
});

test('what is shown exactly can be typed in again', () => {
  for (const value of [0.1 + 0.2, -1e-7, 123456.789]) expect(parseNumber(formatExactly(value))).toBe(value);
  expect(parseNumber('4 192')).toBe(4192);
  expect(parseNumber('')).toBeNaN();
  expect(parseNumber('12 apples')).toBeNaN();
});
