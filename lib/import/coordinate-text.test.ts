import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCoordinate } from './coordinate-text';

it('reads every finite number as it is written', () => {
  fc.assert(
    fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (value) => {
      expect(readCoordinate(String(value), 'x')).toBe(Number(String(value)));
    }),
  );
});

it.each([
  ['28.888', 28.888],
  [' -28.888 ', -28.888],
  ['−28.888', -28.888],
  ['+.5', 0.5],
  ['２８．８８８', 28.888],
  ['="28.888"', 28.888],
  ["'28.888", 28.888],
  ['28.888°N', 28.888],
  ['28.888S', -28.888],
  ['28°53\'16.8"N', 28.888],
  ['28°53′16.8″', 28.888],
  ["28º53'", 28 + 53 / 60],
  ['S28 53 16.8', -28.888],
  ['北纬28度53分16.8秒', 28.888],
  ['-28°53\'16.8"', -28.888],
])('reads %s', (text, expected) => {
  expect(readCoordinate(text, 'lat')).toBeCloseTo(expected, 12);
});

it.each([
  ['', 'no_coordinates'],
  ['  ', 'no_coordinates'],
  ['NULL', 'no_coordinates'],
  ['n/a', 'no_coordinates'],
  ['\\N', 'no_coordinates'],
  ['NaN', 'impossible_coordinates'],
  ['-inf', 'impossible_coordinates'],
  ['Infinity', 'impossible_coordinates'],
  ['1e400', 'impossible_coordinates'],
  ['120°2\'49"E', 'impossible_coordinates'],
  ['28°61\'0"N', 'impossible_coordinates'],
  ['28,888', 'unreadable_number'],
  ['=1+1', 'unreadable_number'],
  ['0x1C', 'unreadable_number'],
  ['1,234.5', 'unreadable_number'],
  ['28.8.8', 'unreadable_number'],
  ['about 28', 'unreadable_number'],
])('does not read %s', (text, reason) => {
  expect(readCoordinate(text, 'lat')).toMatchObject({ reason });
});

it('says what is wrong with a decimal comma and a formula', () => {
  expect(readCoordinate('28,888', 'lat')).toMatchObject({
    detail: expect.stringContaining('comma'),
  });
  expect(readCoordinate('=1+1', 'lat')).toMatchObject({
    detail: expect.stringContaining('formula'),
  });
});
