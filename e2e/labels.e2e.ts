import { VectorTile } from '@mapbox/vector-tile';
import type { Response } from '@playwright/test';
import { PbfReader } from 'pbf';
import { expect, test } from './fixtures';

/** In how many tiles of one zoom each feature of a layer was sent. */
async function tilesByFeature(
  responses: readonly Response[],
  layer: string,
  zoom: number,
): Promise<Map<string, number>> {
  const address = `/api/tiles/${layer}/${zoom}/`;
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  for (const response of responses) {
    const url = response.url();
    if (!url.includes(address) || response.status() !== 200 || seen.has(url)) continue;
    seen.add(url);
    const tile = new VectorTile(new PbfReader(await response.body())).layers[layer];
    const ids = Array.from({ length: tile?.length ?? 0 }, (_, index) =>
      String(tile?.feature(index).properties.id),
    );
    for (const id of new Set(ids)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

for (const { areas, labels, zoom } of [
  { areas: 'patrol_zones', labels: 'patrol_zone_labels', zoom: 13 },
  { areas: 'grids', labels: 'grid_labels', zoom: 14 },
]) {
  test(`names each of ${areas} once, though tile borders cut it`, async ({ workspace, page }) => {
    const responses: Response[] = [];
    page.on('response', (response) => responses.push(response));
    await workspace.open(
      `/?layers=hotspots,patrol_zones,grids&camera=120.04300,28.90000,${zoom}.30`,
    );
    await workspace.picture();
    const drawn = await tilesByFeature(responses, areas, zoom);
    const named = await tilesByFeature(responses, labels, zoom);
    // Of areas in several tiles there are many: each of those tiles would name them.
    expect([...drawn.values()].filter((tiles) => tiles > 1).length).toBeGreaterThan(1);
    expect(named.size).toBeGreaterThan(1);
    expect(new Set(named.values())).toEqual(new Set([1]));
    for (const id of named.keys()) expect(drawn.has(id)).toBe(true);
  });
}
