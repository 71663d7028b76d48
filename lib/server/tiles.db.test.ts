import { VectorTile } from '@mapbox/vector-tile';
import { sql } from 'kysely';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { openTestDatabase } from '@/db/testing/database';
import { INCIDENTS_A_MONTH, insertMapFixture } from '@/db/testing/map-fixture';
import { type Tile, tileAt } from '@/geo/projection/web-mercator';
import type { TileParameters } from '@/lib/validation/tiles';
import { readTile, tileVersion } from './tiles';

const database = await openTestDatabase();
const { jurisdiction, run } = await insertMapFixture(database.db);
const home = tileAt(120.05, 28.85, 11);
const noon = new Date('2020-01-10T04:00:00Z');

/** Tiles of the zoom that cover the fixture. */
function cover(z: number): Tile[] {
  const first = tileAt(119.8, 29.2, z);
  const last = tileAt(120.5, 28.6, z);
  const across = last.x - first.x + 1;
  return Array.from({ length: across * (last.y - first.y + 1) }, (_, index) => ({
    z,
    x: first.x + (index % across),
    y: first.y + Math.floor(index / across),
  }));
}

async function countOver(z: number, asked: Partial<TileParameters>): Promise<number> {
  let sum = 0;
  for (const tile of cover(z)) {
    const { read } = await readTile(database, 'incidents', tile, { jurisdiction, ...asked });
    const layer = new VectorTile(new PbfReader(await read())).layers.incidents;
    for (let index = 0; index < (layer?.length ?? 0); index++) {
      sum += Number(layer!.feature(index).properties.count);
    }
  }
  return sum;
}

describe('incidents', () => {
  it.each([4, 8, 10, 11, 12])('are all counted over the tiles of zoom %i', async (z) => {
    expect(await countOver(z, {})).toBe(2 * INCIDENTS_A_MONTH);
    expect(await countOver(z, { month: '2020-02' })).toBe(INCIDENTS_A_MONTH);
  });

  it('are single, and still all counted, from zoom 14', async () => {
    expect(await countOver(14, { month: '2020-01' })).toBe(INCIDENTS_A_MONTH);
  });

  it('are chosen by months and kind', async () => {
    expect(await countOver(9, { from: '2020-02' })).toBe(INCIDENTS_A_MONTH);
    expect(await countOver(9, { to: '2019-12' })).toBe(0);
    expect(await countOver(9, { from: '2020-01', to: '2020-02', kind: 'theft' })).toBe(
      2 * INCIDENTS_A_MONTH,
    );
    expect(await countOver(9, { kind: 'fraud' })).toBe(0);
  });
});

describe('the version of a tile', () => {
  const version = async (layer: 'towns' | 'hazards', now = noon) =>
    (await readTile(database, layer, home, { jurisdiction }, now)).version;

  it('changes with its own subject and no other', async () => {
    const towns = await version('towns');
    const hazards = await version('hazards');
    await sql`SELECT bump_data_version(${jurisdiction}, 'hazards')`.execute(database.db);
    expect(await version('towns')).toBe(towns);
    expect(await version('hazards')).not.toBe(hazards);
  });

  it('changes with the towns, by whose outlines some see less than others', async () => {
    const hazards = await version('hazards');
    await sql`SELECT bump_data_version(${jurisdiction}, 'towns')`.execute(database.db);
    expect(await version('hazards')).not.toBe(hazards);
  });

  it('changes at local midnight where the day decides what is overdue', async () => {
    const justBefore = new Date('2020-01-10T15:59:59Z');
    const justAfter = new Date('2020-01-10T16:00:00Z');
    expect(await version('hazards', justBefore)).toBe(await version('hazards', noon));
    expect(await version('hazards', justAfter)).not.toBe(await version('hazards', noon));
    expect(await version('towns', justAfter)).toBe(await version('towns', noon));
  });

  it('is known without a tile, to be put into its address', async () => {
    expect(await tileVersion(database, 'towns', jurisdiction, noon)).toBe(await version('towns'));
  });

  it('is not that of another jurisdiction', async () => {
    const other = await insertMapFixture(database.db, '990001');
    const theirs = await readTile(database, 'towns', home, other, noon);
    expect(theirs.version).not.toBe(await version('towns'));
    const foreign = readTile(database, 'hotspots', home, { jurisdiction, run: other.run });
    await expect(foreign).rejects.toMatchObject({ status: 404 });
  });
});

describe('what is not there', () => {
  it('says which jurisdiction or run, and what to do', async () => {
    await expect(
      readTile(database, 'towns', home, { jurisdiction: '000000' }),
    ).rejects.toMatchObject({
      status: 404,
      message: 'no jurisdiction 000000: create it first',
    });
    const absent = readTile(database, 'hotspots', home, { jurisdiction, run: '999999' });
    await expect(absent).rejects.toMatchObject({ status: 404 });
    const nameless = readTile(database, 'hotspots', home, { jurisdiction });
    await expect(nameless).rejects.toMatchObject({ status: 400 });
  });

  it('gives a tile far away no bytes', async () => {
    const { read } = await readTile(
      database,
      'hotspots',
      { z: 11, x: 0, y: 0 },
      { jurisdiction, run },
    );
    expect(await read()).toHaveLength(0);
  });
});
