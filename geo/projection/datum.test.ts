import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bd09FromGcj02,
  gcj02FromBd09,
  gcj02FromWgs84,
  wgs84FromBd09,
  wgs84FromGcj02,
} from './datum';

const YONGKANG = [120.047, 28.888] as const;

/** Great-circle metres; the sphere's error is far below the tolerances here. */
function metresBetween(a: readonly [number, number], b: readonly [number, number]): number {
  const radians = Math.PI / 180;
  const dLat = (b[1] - a[1]) * radians;
  const dLon = (b[0] - a[0]) * radians;
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(a[1] * radians) * Math.cos(b[1] * radians) * Math.sin(dLon / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
}

const inChina = fc.tuple(
  fc.double({ min: 74, max: 134, noNaN: true }),
  fc.double({ min: 4, max: 53, noNaN: true }),
);

describe('GCJ-02 and BD-09', () => {
  it('shift the city by the known 555 m and 1,138 m', () => {
    const gcj02 = gcj02FromWgs84(YONGKANG);
    expect(Math.round(metresBetween(YONGKANG, gcj02))).toBe(555);
    expect(Math.round(metresBetween(YONGKANG, bd09FromGcj02(gcj02)))).toBe(1138);
  });

  it('agree with gcoord 1.0.7 (MIT)', () => {
    const gcj02 = gcj02FromWgs84(YONGKANG);
    expect(gcj02[0]).toBeCloseTo(120.05167486166643, 12);
    expect(gcj02[1]).toBeCloseTo(28.88514234469026, 12);
    expect(bd09FromGcj02(gcj02)[0]).toBeCloseTo(120.05823459392309, 12);
    expect(bd09FromGcj02(gcj02)[1]).toBeCloseTo(28.890811339971854, 12);
    expect(gcj02FromWgs84([116.404, 39.915])[0]).toBeCloseTo(116.41024449916938, 12);
    expect(gcj02FromWgs84([116.404, 39.915])[1]).toBeCloseTo(39.91640428150164, 12);
  });

  it('come back within a centimetre at the golden point, in fact within a tenth of a millimetre', () => {
    expect(metresBetween(wgs84FromGcj02(gcj02FromWgs84(YONGKANG)), YONGKANG)).toBeLessThan(1e-4);
    expect(
      metresBetween(wgs84FromBd09(bd09FromGcj02(gcj02FromWgs84(YONGKANG))), YONGKANG),
    ).toBeLessThan(1e-3);
  });

  it('come back anywhere in China', () => {
    fc.assert(
      fc.property(inChina, (point) => {
        expect(metresBetween(wgs84FromGcj02(gcj02FromWgs84(point)), point)).toBeLessThan(0.01);
        expect(metresBetween(gcj02FromBd09(bd09FromGcj02(point)), point)).toBeLessThan(0.01);
      }),
    );
  });

  it('leave points outside China where they are', () => {
    expect(gcj02FromWgs84([-87.6, 41.8])).toEqual([-87.6, 41.8]);
    expect(wgs84FromGcj02([-87.6, 41.8])).toEqual([-87.6, 41.8]);
  });
});
