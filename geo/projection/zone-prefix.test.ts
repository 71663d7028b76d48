import { expect, it } from 'vitest';
import { withoutZonePrefix } from './zone-prefix';

it('takes the zone off where the system has none', () => {
  const plain = withoutZonePrefix(40_504_584.56, 4549);
  expect(plain.ok && plain.easting).toBeCloseTo(504_584.56, 6);
});

it('leaves plain eastings, and systems whose eastings carry the zone', () => {
  expect(withoutZonePrefix(504_584.56, 4549)).toEqual({ ok: true, easting: 504_584.56 });
  expect(withoutZonePrefix(40_504_584.56, 4528)).toEqual({ ok: true, easting: 40_504_584.56 });
  expect(withoutZonePrefix(40_504_584.56, 3857)).toEqual({ ok: true, easting: 40_504_584.56 });
});

it('refuses another zone than the system’s', () => {
  expect(withoutZonePrefix(39_504_584.56, 4549)).toEqual({ ok: false, zone: 39, expectedZone: 40 });
});
