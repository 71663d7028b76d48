import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scaleBar } from './scale';

it('is 5 km at 30 degrees north, zoom 10', () => {
  // 78271.5 m a pixel at zoom 0 on the equator: 66.2 m here, so that 96 pixels are 6.4 km.
  expect(scaleBar({ lat: 30, zoom: 10 }, 'en')).toEqual({ pixels: 76, label: '5 km' });
});

it('always fits, and is never shorter than two fifths', () => {
  const camera = fc.record({
    lat: fc.double({ min: -80, max: 80, noNaN: true }),
    zoom: fc.double({ min: 2, max: 20, noNaN: true }),
  });
  fc.assert(
    fc.property(camera, (asked) => {
      const { pixels } = scaleBar(asked, 'zh-CN');
      expect(pixels).toBeGreaterThanOrEqual(38);
      expect(pixels).toBeLessThanOrEqual(96);
    }),
  );
});
