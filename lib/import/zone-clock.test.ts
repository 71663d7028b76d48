import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimezone, zoneClock } from './zone-clock';

const ZONES = [
  'Asia/Shanghai',
  'America/Chicago',
  'Europe/London',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/St_Johns',
  'UTC',
];

/** Local time as Intl writes it, counted as if it were UTC: the oracle. */
function wallClock(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (instant) => Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
}

const instants = fc
  .integer({ min: Date.UTC(1950, 0, 1) / 1000, max: Date.UTC(2037, 0, 1) / 1000 })
  .map((seconds) => seconds * 1000);

describe('zoneClock', () => {
  it.each(ZONES)('agrees with Intl: %s', (zone) => {
    const clock = zoneClock(zone);
    const wallOf = wallClock(zone);
    fc.assert(
      fc.property(instants, (instant) => {
        const wall = wallOf(instant);
        const back = clock.toInstant(wall);
        // A wall time that stands twice means its first instant; else it is the instant itself.
        expect(wallOf(back)).toBe(wall);
        expect(back).toBeLessThanOrEqual(instant);
        expect(instant - back).toBeLessThanOrEqual(86_400_000);
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same answers in any order of questions', () => {
    fc.assert(
      fc.property(fc.array(instants, { minLength: 2, maxLength: 20 }), (walls) => {
        const shared = zoneClock('America/Chicago');
        const answers = walls.map((wall) => shared.toInstant(wall));
        expect(answers).toEqual(walls.map((wall) => zoneClock('America/Chicago').toInstant(wall)));
      }),
      { numRuns: 10 },
    );
  });

  it('takes a time in the spring gap with the offset before it', () => {
    const wall = Date.UTC(2016, 2, 13, 2, 30);
    expect(new Date(zoneClock('America/Chicago').toInstant(wall)).toISOString()).toBe(
      '2016-03-13T08:30:00.000Z',
    );
  });

  it('takes the first of two equal times in autumn', () => {
    const wall = Date.UTC(2016, 10, 6, 1, 30);
    expect(new Date(zoneClock('America/Chicago').toInstant(wall)).toISOString()).toBe(
      '2016-11-06T06:30:00.000Z',
    );
  });
});

it('knows zone names', () => {
  expect(isTimezone('Asia/Shanghai')).toBe(true);
  expect(isTimezone('Asia/Yongkang')).toBe(false);
  expect(isTimezone('')).toBe(false);
});
