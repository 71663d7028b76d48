import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeRecords, findLineEnd, guessDelimiter } from './record';
import { csvCell } from './rejects-csv';

const cell = fc.string({
  unit: fc.constantFrom('a', '中', ' ', ',', ';', '"', '\n', '\r\n', '1'),
  maxLength: 8,
});
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
  minLength: 1,
  maxLength: 6,
});

describe('completeRecords', () => {
  it('gives back what was written, with LF and CRLF', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const text = rows.map((row) => row.map(csvCell).join(',') + end).join('');
        const { records, next } = completeRecords(text, ',', '\n');
        expect(records.map(({ cells }) => cells)).toEqual(rows);
        expect(next).toBe(text.length);
      }),
    );
  });

  it('agrees with csv-parse', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const text = `${rows.map((row) => row.map(csvCell).join(',')).join('\n')}\n`;
        const oracle = parse(text, { relax_column_count: true, record_delimiter: '\n' });
        expect(completeRecords(text, ',', '\n').records.map(({ cells }) => cells)).toEqual(oracle);
      }),
    );
  });

  it('gives the same records wherever the text is cut into blocks', () => {
    fc.assert(
      fc.property(table, fc.nat(), (rows, at) => {
        const text = rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
        const cut = at % text.length;
        const first = completeRecords(text.slice(0, cut), ',', '\n');
        const second = completeRecords(text.slice(first.next), ',', '\n');
        expect([...first.records, ...second.records]).toEqual(
          completeRecords(text, ',', '\n').records,
        );
      }),
    );
  });

  it('takes a quote inside a plain cell as text', () => {
    expect(completeRecords('5" pipe,x\nb,"c"\n', ',', '\n').records.map((r) => r.cells)).toEqual([
      ['5" pipe', 'x'],
      ['b', 'c'],
    ]);
  });

  it('marks text after a closing quote and goes on with the next line', () => {
    const { records } = completeRecords('"a"b,c\nd,e\n', ',', '\n');
    expect(records).toEqual([
      { raw: '"a"b,c', cells: undefined },
      { raw: 'd,e', cells: ['d', 'e'] },
    ]);
  });
});

it('guesses the delimiter from the header, outside its quotes', () => {
  expect(guessDelimiter('a;b;c')).toBe(';');
  expect(guessDelimiter('a\tb')).toBe('\t');
  expect(guessDelimiter('"x;y;z",b')).toBe(',');
  expect(guessDelimiter('alone')).toBe(',');
});

it('finds the line end, and waits where a CR may still get its LF', () => {
  expect(findLineEnd('a\r\nb')).toBe('\n');
  expect(findLineEnd('a\nb')).toBe('\n');
  expect(findLineEnd('a\rb')).toBe('\r');
  expect(findLineEnd('a\r')).toBeUndefined();
});
