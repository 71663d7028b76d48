import { describe, expect, it, vi } from 'vitest';
import { DAY, demoMonths, monthOf } from './calendar';
import { demoCity } from './city';
import { demoCrashes } from './crashes';
import { demoHazards } from './hazards';
import { type DemoIncident, demoIncidents } from './incidents';
import { distance, isInside, type Point, pairs } from './plane';
import { demoPremises } from './premises';

// Drawing a city is a few seconds of work.
vi.setConfig({ testTimeout: 120_000 });
const SIZE = 6000;
const city = demoCity(1);
const incidents = [...demoIncidents(city, SIZE, 1)].flat();

function fromSegment(point: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const share =
    length === 0 ? 0 : ((point[0] - ax) * (bx - ax) + (point[1] - ay) * (by - ay)) / length;
  const clamped = Math.min(1, Math.max(0, share));
  return distance(point, [ax + (bx - ax) * clamped, ay + (by - ay) * clamped]);
}

function closePairs(of: readonly DemoIncident[], metres: number, days: number): number {
  let found = 0;
  for (const [index, one] of of.entries()) {
    for (const other of of.slice(index + 1)) {
      if (other.from - one.from > days * DAY) break;
      if (distance(one.at, other.at) <= metres) found++;
    }
  }
  return found;
}

describe('demo incidents', () => {
  it('are the same for the same seed', () => {
    expect([...demoIncidents(city, SIZE, 1)].flat()).toEqual(incidents);
  });

  it('come to about the size asked for, within the months, on the land', () => {
    expect(Math.abs(incidents.length - SIZE)).toBeLessThan(SIZE * 0.05);
    const months = new Set(demoMonths().map(({ month }) => month));
    for (const { from, at, to } of incidents) {
      expect(months.has(monthOf(from))).toBe(true);
      expect(to).toBeGreaterThanOrEqual(from);
      expect(isInside(at, city.outline)).toBe(true);
    }
    expect(demoMonths()[0]?.month).toBe('2017-04');
  });

  it('cluster: a hundredth of the cells holds a good part of them, but not most', () => {
    const cells = new Map<string, number>();
    for (const { at } of incidents) {
      const key = `${Math.floor(at[0] / 250)},${Math.floor(at[1] / 250)}`;
      cells.set(key, (cells.get(key) ?? 0) + 1);
    }
    const counts = [...cells.values()].sort((a, b) => b - a);
    const top = counts.slice(0, 170).reduce((sum, count) => sum + count, 0);
    expect(top / incidents.length).toBeGreaterThan(0.2);
    expect(top / incidents.length).toBeLessThan(0.5);
  });

  it('repeat nearby: thefts more than the same thefts with their dates moved', () => {
    const thefts = incidents.filter(({ kind }) => kind === 'theft_ebike');
    const span = 39 * 30 * DAY;
    const first = thefts[0]?.from ?? 0;
    const moved = thefts
      .map((theft, index) => ({ ...theft, from: first + ((index * 7919 * DAY) % span) }))
      .sort((a, b) => a.from - b.from);
    expect(closePairs(thefts, 200, 14)).toBeGreaterThan(1.3 * closePairs(moved, 200, 14));
  });

  it('brawl at night and at weekends', () => {
    const brawls = incidents.filter(({ kind }) => kind === 'assault');
    const hours = brawls.map(({ from }) => new Date(from + 8 * 3_600_000).getUTCHours());
    const late = hours.filter((hour) => hour >= 20 || hour < 2).length;
    expect(late / brawls.length).toBeGreaterThan(0.55);
  });
});

describe('demo risks', () => {
  it('put every crash on a road', () => {
    const segments = city.roads.flatMap(({ line }) => pairs(line));
    for (const { at } of demoCrashes(city, 1000, 1)) {
      const isNear = segments.some(
        ([a, b]) =>
          Math.abs(a[0] - at[0]) < 700 &&
          Math.abs(a[1] - at[1]) < 700 &&
          fromSegment(at, a, b) < 10,
      );
      expect(isNear).toBe(true);
    }
  });

  it('have the published shape: 2,850 houses in Gushan and about 5,624 defects', () => {
    const gushan = demoPremises(city, 1).filter(({ townId }) => townId === '330784108');
    expect(gushan).toHaveLength(2850);
    const defects = gushan.reduce((sum, house) => sum + house.defects.length, 0);
    expect(Math.abs(defects - 5624)).toBeLessThan(200);
  });

  it('close a hazard after it was reported, and only then', () => {
    for (const { state, reported, closed } of demoHazards(city, 1)) {
      expect(state === 'closed').toBe(closed !== undefined);
      if (closed !== undefined) expect(closed).toBeGreaterThanOrEqual(reported);
    }
  });
});
