import { randomStream } from '@/geo/random/random-stream';
import type { Areas } from './areas';
import { distance, type Point } from './plane';
import { between } from './random';
import source from './source/village-names.json';

export type Village = { id: string; name: string; townId: string; at: Point; isUrban: boolean };

const NAMES: Record<string, readonly string[]> = source.villages;
const LEAST_APART_METRES = 380;

/**
 * Places each town's villages at patches of its land: communities (社区) nearest the centre, the rest anywhere.
 * The names are real, the places are not.
 */
export function placeVillages(areas: Areas, seed: number): Village[] {
  return areas.towns.flatMap((town) => {
    const random = randomStream(seed, `villages/${town.id}`);
    const sites = town.patches.map(({ site }) => ({
      site,
      order: distance(site, town.centre) * between(random, 0.12, 1.4),
    }));
    sites.sort((a, b) => a.order - b.order);
    const free: Point[] = [];
    for (const { site } of sites) {
      if (free.every((other) => distance(other, site) >= LEAST_APART_METRES)) free.push(site);
    }
    const names = [...(NAMES[town.name] ?? [])].sort(
      (a, b) => Number(b.endsWith('社区')) - Number(a.endsWith('社区')),
    );
    return names.flatMap((name, index) => {
      const site = free[index];
      if (!site) return [];
      const at: Point = [site[0] + between(random, -60, 60), site[1] + between(random, -60, 60)];
      const id = `${town.id}-V-${String(index + 1).padStart(3, '0')}`;
      return [
        { id, name, townId: town.id, at, isUrban: distance(at, town.centre) < town.urbanMetres },
      ];
    });
  });
}
