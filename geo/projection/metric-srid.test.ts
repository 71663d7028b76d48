import { expect, it } from 'vitest';
import { cgcs2000Srid, isInChina, utmSrid } from './metric-srid';

it('takes the nearest 3-degree meridian in China', () => {
  expect(cgcs2000Srid(120.047)).toBe(4549);
  expect(cgcs2000Srid(118.49)).toBe(4548);
  expect(cgcs2000Srid(75)).toBe(4534);
  expect(cgcs2000Srid(135)).toBe(4554);
  expect(() => cgcs2000Srid(72)).toThrow(RangeError);
});

it('takes the UTM zone elsewhere, on either half of the Earth', () => {
  expect(utmSrid(-87.6, 41.9)).toBe(32616);
  expect(utmSrid(-1.08, 53.96)).toBe(32630);
  expect(utmSrid(151.2, -33.9)).toBe(32756);
  expect(utmSrid(180, 1)).toBe(32660);
});

it('calls a place Chinese by its code and its box', () => {
  expect(isInChina('330784', 120, 28.9)).toBe(true);
  expect(isInChina('990001', 120, 28.9)).toBe(false);
  expect(isInChina('330784', -87.6, 41.9)).toBe(false);
});
