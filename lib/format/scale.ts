import type { Locale } from '@/lib/i18n/locale';
import { formatNumber } from './numbers';

/** Metres of one pixel at the equator, zoom 0, tiles of 512 pixels: the earth's circumference / 512. */
const METRES_A_PIXEL = 40_075_016.686 / 512;
const LONGEST_PIXELS = 96;

/** The longest bar of a round length (1, 2 or 5 times a power of ten) that fits, in pixels, with its label. */
export function scaleBar({ lat, zoom }: { lat: number; zoom: number }, locale: Locale) {
  const metresAPixel = (METRES_A_PIXEL * Math.cos((lat * Math.PI) / 180)) / 2 ** zoom;
  const longest = metresAPixel * LONGEST_PIXELS;
  const power = 10 ** Math.floor(Math.log10(longest));
  const metres = ([5, 2, 1].find((factor) => factor * power <= longest) ?? 1) * power;
  const kilometres = metres >= 1000;
  const label = `${formatNumber(kilometres ? metres / 1000 : metres, locale)} ${kilometres ? 'km' : 'm'}`;
  return { pixels: Math.round(metres / metresAPixel), label };
}
