import { type Areas, divideLand } from './areas';
import { cityOutline } from './outline';
import type { Ring } from './plane';
import type { RoadSegment } from './road';
import { buildRoads } from './roads';
import { townSketches } from './towns';
import { placeVillages, type Village } from './villages';
import { drawWater, type Water } from './water';

export type City = Areas & {
  outline: Ring;
  villages: Village[];
  water: Water[];
  roads: RoadSegment[];
};

/** The demo city's land: a sketch of a county-level city, the same for the same seed. */
export function demoCity(seed: number): City {
  const outline = cityOutline();
  const areas = divideLand(outline, townSketches(), seed);
  const villages = placeVillages(areas, seed);
  return {
    ...areas,
    outline,
    villages,
    water: drawWater(outline, villages, seed),
    roads: buildRoads(areas, villages, outline, seed),
  };
}
