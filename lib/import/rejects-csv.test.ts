import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { REJECTS_CSV_HEADER, rejectCsvLine } from './rejects-csv';

it('can be read back, whatever the row held', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '=') }),
      (raw) => {
        const line = rejectCsvLine({ rowNumber: 7, reason: 'no_kind', detail: 'a, "b"', raw });
        expect(parse(REJECTS_CSV_HEADER + line, { bom: true, record_delimiter: '\r\n' })).toEqual([
          ['row', 'reason', 'detail', 'raw'],
          ['7', 'no_kind', 'a, "b"', raw],
        ]);
      },
    ),
  );
});
