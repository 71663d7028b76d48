import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { parameterText } from './parameter-text';

/** pg's own reader of a type; its declaration lists only the types that are not arrays. */
const readerOf = (oid: number): ((text: string) => unknown) =>
  pg.types.getTypeParser(oid as 17, 'text');
const TEXT_ARRAY_OID = 1009;
const BYTEA_OID = 17;

describe('the text of a parameter', () => {
  it.each([
    [null, null],
    [undefined, null],
    ['', ''],
    ['永康', '永康'],
    [12.5, '12.5'],
    [9007199254740993n, '9007199254740993'],
    [true, 'true'],
    [Number.NaN, 'NaN'],
    [new Date('2020-04-01T00:00:00Z'), '2020-04-01T00:00:00.000Z'],
    [{ a: ['é"'] }, '{"a":["é\\""]}'],
    [[], '{}'],
    [[1, [2, null]], '{"1",{"2",NULL}}'],
    [new Uint8Array([0, 255]), '\\x00ff'],
    [new Uint8Array([1, 2, 3]).subarray(1), '\\x0203'],
  ])('of %s is %s', (value, text) => {
    expect(parameterText(value)).toBe(text);
  });

  it('of an array reads back as the same texts, whatever they hold', () => {
    const parse = readerOf(TEXT_ARRAY_OID);
    const texts = fc.array(fc.option(fc.string({ unit: 'binary' })));
    fc.assert(
      fc.property(texts, (values) => {
        expect(parse(parameterText(values) ?? '')).toEqual(values);
      }),
    );
  });

  it('of bytes reads back as the same bytes', () => {
    const parse = readerOf(BYTEA_OID);
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(new Uint8Array(parse(parameterText(bytes) ?? '') as Buffer)).toEqual(bytes);
      }),
    );
  });
});
