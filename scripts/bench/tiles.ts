import type { Database } from '@/db/client';
import { type Tile, tileAt } from '@/geo/projection/web-mercator';
import { randomStream } from '@/geo/random/random-stream';
import { CAMPAIGN_MONTH } from '@/lib/demo/calendar';
import { demoCity } from '@/lib/demo/city';
import { toDegrees } from '@/lib/demo/plane';
import { DEMO_CODE } from '@/lib/server/demo/demo-jurisdiction';
import { storedRanking } from '@/lib/server/ranking';
import { readTile } from '@/lib/server/tiles';
import type { TileLayer, TileParameters } from '@/lib/validation/tiles';
import { quantile } from './quantile';
import { timed } from './stopwatch';

const ZOOMS: readonly number[] = [9, 10, 11, 12, 13, 14, 15, 16];

/** A layer as the map asks for it. */
type AskedLayer = { name: string; layer: TileLayer; parameters: TileParameters };

type ZoomFigures = { zoom: number; p50Ms: number; p95Ms: number; largestBytes: number };
export type LayerFigures = { name: string; zooms: ZoomFigures[] };

/** Reads tiles of each layer and zoom. Nothing on the way keeps a tile, so each read is a cold one. */
export async function measureTiles(
  database: Database,
  { tilesAZoom, seed }: { tilesAZoom: number; seed: number },
): Promise<LayerFigures[]> {
  const request = { jurisdiction: DEMO_CODE, month: CAMPAIGN_MONTH };
  const { runId } = await storedRanking(database.db, request);
  const samples = ZOOMS.map((zoom) => inhabitedTiles(zoom, tilesAZoom, seed));
  const figures: LayerFigures[] = [];
  for (const asked of askedLayers(runId)) {
    const first = samples[0]?.[0];
    // The first read on a connection learns what the tables are: that is not the tile's cost.
    if (first) await readOnce(database, asked, first);
    const zooms: ZoomFigures[] = [];
    for (const tiles of samples) zooms.push(await measureZoom(database, asked, tiles));
    figures.push({ name: asked.name, zooms });
  }
  return figures;
}

function askedLayers(run: string): AskedLayer[] {
  const jurisdiction = DEMO_CODE;
  const plain = [
    'cells',
    'hazards',
    'premises',
    'black_spots',
    'towns',
    'roads',
    'outline',
  ] as const;
  return [
    { name: 'hotspots', layer: 'hotspots', parameters: { jurisdiction, run } },
    {
      name: 'incidents, 1 month',
      layer: 'incidents',
      parameters: { jurisdiction, month: '2020-05' },
    },
    {
      name: 'incidents, 12 months',
      layer: 'incidents',
      parameters: { jurisdiction, from: '2019-06', to: '2020-05' },
    },
    ...plain.map((layer) => ({ name: layer, layer, parameters: { jurisdiction } })),
  ];
}

/**
 * Tiles in which villages lie, in an order that chance gives: where people look. Low zooms have few such tiles,
 * which then come again until there are enough.
 */
function inhabitedTiles(zoom: number, count: number, seed: number): Tile[] {
  const random = randomStream(seed, `bench/tiles/${zoom}`);
  const distinct = new Map<string, Tile>();
  for (const { at } of demoCity(seed).villages) {
    const tile = tileAt(...toDegrees(at), zoom);
    distinct.set(`${tile.x}/${tile.y}`, tile);
  }
  const shuffled = [...distinct.values()]
    .map((tile) => ({ tile, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ tile }) => tile);
  return Array.from({ length: count }, (_, index) => shuffled[index % shuffled.length]).filter(
    (tile) => tile !== undefined,
  );
}

async function measureZoom(
  database: Database,
  asked: AskedLayer,
  tiles: readonly Tile[],
): Promise<ZoomFigures> {
  const reads: { ms: number; bytes: number }[] = [];
  for (const tile of tiles) reads.push(await readOnce(database, asked, tile));
  const times = reads.map(({ ms }) => ms);
  return {
    zoom: tiles[0]?.z ?? Number.NaN,
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    largestBytes: Math.max(...reads.map(({ bytes }) => bytes)),
  };
}

async function readOnce(database: Database, { layer, parameters }: AskedLayer, tile: Tile) {
  const { ms, result } = await timed(async () =>
    (await readTile(database, layer, tile, parameters)).read(),
  );
  return { ms, bytes: result.length };
}
