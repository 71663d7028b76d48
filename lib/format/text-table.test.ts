import { describe, expect, it } from 'vitest';
import { textTable, textWidth } from './text-table';

describe('textTable', () => {
  it('aligns wide letters with narrow ones', () => {
    const table = textTable(
      [
        { title: 'place', align: 'left' },
        { title: 'n', align: 'right' },
      ],
      [
        ['古山镇', '7'],
        ['Main St', '120'],
      ],
    );
    expect(table).toBe('place      n\n古山镇     7\nMain St  120');
    expect(new Set(table.split('\n').map(textWidth))).toEqual(new Set([12]));
  });
});
