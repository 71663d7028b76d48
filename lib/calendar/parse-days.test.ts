import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDays } from './parse-days';

describe('a pasted list of days', () => {
  it('is read line by line: spans, single days, names or none, both languages', () => {
    const { days, rejects } = parseDays(
      '2026-10-01..2026-10-03 国庆节 休\r\n2026-10-10　班\n\n2026-12-25 Company day off\n2026-12-26~2026-12-27 work',
      2026,
    );
    expect(rejects).toEqual([]);
    expect(days).toEqual([
      { day: '2026-10-01', isWorking: false, name: '国庆节' },
      { day: '2026-10-02', isWorking: false, name: '国庆节' },
      { day: '2026-10-03', isWorking: false, name: '国庆节' },
      { day: '2026-10-10', isWorking: true, name: null },
      { day: '2026-12-25', isWorking: false, name: 'Company day' },
      { day: '2026-12-26', isWorking: true, name: null },
      { day: '2026-12-27', isWorking: true, name: null },
    ]);
  });

  it('keeps its good lines and says of each other which it is and why', () => {
    const lines = [
      '2026-01-01 元旦 休',
      'National day',
      '2026-02-30 休',
      '2026-2-3 休',
      '2026-05-05..2026-05-01 休',
      '2026-01-02..2026-12-31 休',
      '2025-12-31 休',
      `2026-03-03 ${'长'.repeat(41)} 休`,
      '2026-01-01 班',
    ];
    const { days, rejects } = parseDays(lines.join('\n'), 2026);
    expect(days.map(({ day }) => day)).toEqual(['2026-01-01']);
    expect(days[0]?.isWorking).toBe(false);
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'form'],
      [3, 'day'],
      [4, 'day'],
      [5, 'span'],
      [6, 'span'],
      [7, 'year'],
      [8, 'name'],
      [9, 'twice'],
    ]);
    expect(rejects.map(({ text, line }) => text === lines[line - 1])).not.toContain(false);
  });

  it('loses no line: each is either read or rejected, whatever it holds', () =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (lines) => {
        const text = lines.map((line) => line.replaceAll(/[\r\n]/g, '')).join('\n');
        const { days, rejects } = parseDays(text, 2026);
        const filled = text.split('\n').filter((line) => line.normalize('NFKC').trim() !== '');
        expect(new Set(rejects.map(({ line }) => line)).size).toBe(rejects.length);
        expect(rejects.length).toBeLessThanOrEqual(filled.length);
        if (days.length === 0) expect(rejects).toHaveLength(filled.length);
      }),
    ));
});
