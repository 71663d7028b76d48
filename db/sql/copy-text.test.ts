import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyLine } from './copy-text';

/** Reads a line back by the rules of PostgreSQL's manual, written independently of the writer. */
function readLine(line: string): (string | null)[] {
  const meaning: Record<string, string> = { t: '\t', n: '\n', r: '\r' };
  return line
    .slice(0, -1)
    .split('\t')
    .map((field) =>
      field === '\\N' ? null : field.replace(/\\(.)/gs, (_, letter) => meaning[letter] ?? letter),
    );
}

describe('a line of COPY text', () => {
  it('separates by tabs and marks nulls', () => {
    expect(copyLine(['a', 1.5, null, true, ''])).toBe('a\t1.5\t\\N\ttrue\t\n');
  });

  it('escapes what separates rows and columns, and the mark of a null', () => {
    expect(copyLine(['\\N', 'a\tb\nc\rd\\'])).toBe('\\\\N\ta\\tb\\nc\\rd\\\\\n');
  });

  it('reads back as the same values and is one line, whatever they hold', () => {
    const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''));
    fc.assert(
      fc.property(fc.array(fc.option(text), { minLength: 1 }), (values) => {
        const line = copyLine(values);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(readLine(line)).toEqual(values);
      }),
    );
  });

  it('refuses the one character that PostgreSQL cannot hold', () => {
    expect(() => copyLine(['a\0b'])).toThrow(RangeError);
  });
});
