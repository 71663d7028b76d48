import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tileAt, tileBounds } from './web-mercator';

const zoom = fc.integer({ min: 0, max: 22 });
const place = fc.record({
  lon: fc.double({ min: -179.999, max: 179.999, noNaN: true }),
  lat: fc.double({ min: -85, max: 85, noNaN: true }),
});

describe('tiles of the Web Mercator pyramid', () => {
  it('gives the world at zoom 0', () => {
    const [west, south, east, north] = tileBounds({ z: 0, x: 0, y: 0 });
    expect([west, east]).toEqual([-180, 180]);
    // The published limit of EPSG:3857 in tiles: 85.0511287798066 degrees.
    expect(south).toBeCloseTo(-85.0511287798066, 10);
    expect(north).toBeCloseTo(85.0511287798066, 10);
  });

  it('finds a tile that was worked out by hand', () => {
    // (120.047 + 180) / 360 * 1024 = 853.47
    expect(tileAt(120.047, 28.888, 10)).toEqual({ z: 10, x: 853, y: 426 });
  });

  it('finds for each place a tile whose bounds hold it', () => {
    fc.assert(
      fc.property(place, zoom, ({ lon, lat }, z) => {
        const [west, south, east, north] = tileBounds(tileAt(lon, lat, z));
        const slack = 1e-9;
        expect(lon).toBeGreaterThanOrEqual(west - slack);
        expect(lon).toBeLessThanOrEqual(east + slack);
        expect(lat).toBeGreaterThanOrEqual(south - slack);
        expect(lat).toBeLessThanOrEqual(north + slack);
      }),
    );
  });

  it('widens the bounds by a share of the side', () => {
    const [west, , east] = tileBounds({ z: 2, x: 1, y: 1 }, 1024);
    expect([west, east]).toEqual([-112.5, 22.5]);
  });

  it('refuses a tile that does not exist', () => {
    expect(() => tileBounds({ z: 1, x: 2, y: 0 })).toThrow(RangeError);
    expect(() => tileBounds({ z: 1, x: 0, y: -1 })).toThrow(RangeError);
  });
});
