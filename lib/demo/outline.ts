import { doubleArea, type Ring, toPlane } from './plane';
import source from './source/outline.json';

/** The city's outline: a sketch (see source/outline.json for where it is from), counter-clockwise. */
export function cityOutline(): Ring {
  const ring = source.ring.map(([lon = 0, lat = 0]) => toPlane(lon, lat));
  const closed = [...ring, ...ring.slice(0, 1)];
  return doubleArea(closed) < 0 ? closed.reverse() : closed;
}
