import { describe, expect, it, vi } from 'vitest';
import { randomStream } from '@/geo/random/random-stream';
import { demoCity } from './city';
import { boxOf, doubleArea, isInside, type Point } from './plane';
import type { PolygonRings } from './union';

// Drawing a city is a few seconds of work.
vi.setConfig({ testTimeout: 120_000 });
const city = demoCity(1);
const area = (polygons: readonly PolygonRings[]) =>
  polygons.flat().reduce((sum, ring) => sum + doubleArea(ring) / 2, 0);
const holds = (polygons: readonly PolygonRings[], point: Point) =>
  polygons.some(([shell, ...holes]) => {
    return (
      shell !== undefined && isInside(point, shell) && !holes.some((hole) => isInside(point, hole))
    );
  });

describe('the demo city', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(demoCity(1)).toEqual(city);
    expect(demoCity(2).villages[0]?.at).not.toEqual(city.villages[0]?.at);
  });

  it('has about the area of the real one, and its fifteen towns', () => {
    expect(doubleArea(city.outline) / 2e6).toBeCloseTo(1047, -1);
    expect(city.towns.map(({ name }) => name)).toContain('经济开发区');
    expect(city.towns).toHaveLength(15);
    expect(city.grids.length).toBeGreaterThan(250);
    expect(city.patrolZones.length).toBeGreaterThan(35);
  });

  it.each([
    ['towns', () => city.towns],
    ['grids', () => city.grids],
    ['patrol zones', () => city.patrolZones],
  ] as const)('is tiled by its %s without a gap or an overlap', (_, units) => {
    const whole = doubleArea(city.outline) / 2;
    expect(units().reduce((sum, { geometry }) => sum + area(geometry), 0) / whole).toBeCloseTo(
      1,
      6,
    );
    const random = randomStream(7, 'probe');
    const { west, south, east, north } = boxOf(city.outline);
    for (let probes = 0; probes < 300; probes++) {
      const at: Point = [west + (east - west) * random(), south + (north - south) * random()];
      const holders = units().filter(({ geometry }) => holds(geometry, at));
      expect(holders).toHaveLength(isInside(at, city.outline) ? 1 : 0);
    }
  });

  it('keeps roads and villages on its land, each village in its own town', () => {
    for (const { line } of city.roads)
      expect(line.every((point) => isInside(point, city.outline))).toBe(true);
    const strays = city.villages.filter(({ at, townId }) => {
      const town = city.towns.find(({ id }) => id === townId);
      return !town || !holds(town.geometry, at);
    });
    expect(strays.length / city.villages.length).toBeLessThan(0.02);
  });
});
