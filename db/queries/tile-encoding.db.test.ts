import { VectorTile } from '@mapbox/vector-tile';
import { sql } from 'kysely';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { type Tile, tileAt } from '@/geo/projection/web-mercator';
import { openTestDatabase } from '../testing/database';
import { insertMapFixture } from '../testing/map-fixture';
import { findJurisdiction } from './jurisdictions';
import { encodeHere, encodeInDatabase, encodeTile } from './tile-encoding';
import { cellFeatures, hotspotFeatures } from './tiles/cells';
import { incidentFeatures } from './tiles/incidents';
import {
  gridFeatures,
  outlineFeatures,
  patrolZoneFeatures,
  townFeatures,
  villageFeatures,
  waterFeatures,
} from './tiles/places';
import { blackSpotFeatures, hazardFeatures, premisesFeatures } from './tiles/risks';
import { roadFeatures } from './tiles/roads';
import type { FeatureQuery, TileOf } from './tiles/tile-sql';

const database = await openTestDatabase();
const { db } = database;
const { run, jurisdiction } = await insertMapFixture(db);

const { lattice, metricSrid } = (await findJurisdiction(db, jurisdiction))!;

const layers: Record<string, (of: TileOf) => FeatureQuery> = {
  outline: outlineFeatures,
  towns: townFeatures,
  villages: villageFeatures,
  roads: roadFeatures,
  water: waterFeatures,
  grids: gridFeatures,
  patrol_zones: patrolZoneFeatures,
  cells: cellFeatures,
  hotspots: (of) => hotspotFeatures({ ...of, run }),
  hazards: (of) => hazardFeatures({ ...of, today: '2020-01-12' }),
  black_spots: blackSpotFeatures,
  premises: premisesFeatures,
  incidents: (of) => incidentFeatures({ ...of, lattice, metricSrid }),
};

/** Tiles with something of each layer in them, from a city in a few units to a street. */
const tiles = [3, 9, 11, 12, 14].flatMap((z): Tile[] => {
  const { x, y } = tileAt(120.0005, 28.8205, z);
  return [
    { z, x, y },
    { z, x: x + 1, y: y - 1 },
  ].filter((tile) => tile.x < 2 ** z && tile.y >= 0);
});

type Feature = { type: number; parts: [number, number][][]; attributes: object };

function decode(bytes: Uint8Array, layer: string): Feature[] {
  const found = new VectorTile(new PbfReader(bytes)).layers[layer];
  if (!found) return [];
  expect(found.extent).toBe(4096);
  expect(found.version).toBe(2);
  return Array.from({ length: found.length }, (_, index) => {
    const feature = found.feature(index);
    const parts = feature
      .loadGeometry()
      .map((part) => part.map(({ x, y }): [number, number] => [x, y]));
    return { type: feature.type, parts, attributes: feature.properties };
  });
}

type Shape = { type: string; coordinates: never };

/** The rows of the inner query, as a decoder should find them in the tile. */
async function expected(query: FeatureQuery): Promise<Feature[]> {
  const { rows } = await sql<{ shape: string; attributes: Record<string, unknown> }>`
    SELECT ST_AsGeoJSON(geom) AS shape, to_jsonb(feature) - 'geom' AS attributes FROM (${query}) AS feature
    WHERE geom IS NOT NULL`.execute(db);
  return rows.map(({ shape, attributes }) => {
    const { type, coordinates } = JSON.parse(shape) as Shape;
    const known = Object.entries(attributes).filter(([, value]) => value !== null);
    return { ...flat(type, coordinates), attributes: Object.fromEntries(known) };
  });
}

function flat(type: string, coordinates: never): Omit<Feature, 'attributes'> {
  if (type === 'Point') return { type: 1, parts: [[coordinates]] };
  if (type === 'LineString') return { type: 2, parts: [coordinates] };
  if (type === 'MultiLineString') return { type: 2, parts: coordinates };
  if (type === 'Polygon') return { type: 3, parts: coordinates };
  return { type: 3, parts: (coordinates as [number, number][][][]).flat() };
}

describe.each(Object.entries(layers))('layer %s', (layer, features) => {
  it('decodes to the rows of its query, by each wrapping the backend has', async () => {
    let count = 0;
    for (const tile of tiles) {
      const query = features({ jurisdiction, tile });
      const rows = await expected(query);
      count += rows.length;
      expect(decode(await encodeTile(database, layer, query), layer)).toEqual(rows);
      expect(decode(await encodeHere(db, layer, query), layer)).toEqual(rows);
      if (database.backend === 'postgres') {
        expect(decode(await encodeInDatabase(db, layer, query), layer)).toEqual(rows);
      }
    }
    expect(count).toBeGreaterThan(0);
  });

  it('shows nothing of another jurisdiction', async () => {
    for (const tile of tiles) {
      expect(await expected(features({ jurisdiction: '110101', tile }))).toEqual([]);
    }
  });
});

describe('what a layer shows', () => {
  const street = tileAt(120.0005, 28.8205, 9);
  const attributes = async (layer: string, tile = street) =>
    (await expected(layers[layer]!({ jurisdiction, tile }))).map((feature) => feature.attributes);

  it('hazards: overdue only while open and past the deadline', async () => {
    const rows = (await attributes('hazards')) as { title: string; overdue: boolean }[];
    expect(rows.map(({ title, overdue }) => [title, overdue])).toEqual([
      ['隐患 1', false], // no deadline
      ['隐患 2', true],
      ['隐患 3', false], // closed
      ['隐患 4', false], // due later
      ['隐患 5', false],
    ]);
  });

  it('premises: risk by live points alone', async () => {
    const rows = (await attributes('premises')) as { risk: string }[];
    expect(rows.map(({ risk }) => risk)).toEqual(['unchecked', 'green', 'yellow', 'red', 'red']);
  });

  it('roads: the larger classes first', async () => {
    const classes = async (z: number) =>
      ((await attributes('roads', tileAt(120.05, 28.81, z))) as { class: string }[])
        .map((road) => road.class)
        .sort();
    expect(await classes(7)).toEqual(['motorway', 'trunk']);
    expect(await classes(11)).toEqual(['motorway', 'primary', 'secondary', 'tertiary', 'trunk']);
    expect(await classes(14)).toHaveLength(8);
  });

  it('hotspots: each of them at every zoom, as at least one square unit', async () => {
    for (const z of [0, 3, 5, 8]) {
      const tile = tileAt(120.0005, 28.8205, z);
      const rows = await expected(hotspotFeatures({ jurisdiction, tile, run }));
      expect(rows).toHaveLength(12);
      for (const { parts } of rows) expect(doubleArea(parts[0]!)).toBeGreaterThanOrEqual(2);
    }
  });

  it('cells: none below zoom 12', async () => {
    expect(await attributes('cells', tileAt(120.0005, 28.8205, 11))).toEqual([]);
  });
});

function doubleArea(ring: [number, number][]): number {
  return ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
}
