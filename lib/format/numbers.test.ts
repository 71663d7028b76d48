import { expect, it } from 'vitest';
import { formatAnyDate, formatMonth, formatShortDay } from './dates';
import { formatFixed, formatNumber, formatPercent, formatProbability } from './numbers';

it('writes numbers as the reader does', () => {
  expect(formatNumber(17236, 'zh-CN')).toBe('17,236');
  expect(formatNumber(1.005, 'en', 1)).toBe('1');
  expect(formatFixed(24, 'zh-CN', 2)).toBe('24.00');
  expect(formatPercent(0.384, 'en')).toBe('38%');
});

it('does not pretend that a tiny probability is zero', () => {
  expect(formatProbability(0.00001, 'en')).toBe('< 0.001');
  expect(formatProbability(0.0412, 'en')).toBe('0.041');
});

it('writes calendar entries without shifting them by a zone', () => {
  expect(formatMonth('2020-04', 'zh-CN')).toBe('2020年4月');
  expect(formatMonth('2020-04', 'en')).toBe('Apr 2020');
  expect(formatShortDay('2020-04-01', 'zh-CN')).toBe('4月1日');
  expect(formatAnyDate('2020-04-21', 'en')).toBe('21 Apr 2020');
  expect(formatAnyDate('2020-05', 'zh-CN')).toBe('2020年5月');
});
