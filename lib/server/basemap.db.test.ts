import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { forActor } from '@/db/actor-database';
import { openTestDatabases } from '@/db/testing/database';
import { insertTenants, TENANTS } from '@/db/testing/tenants-fixture';
import type { RasterSettings } from '@/lib/basemap/types';
import { ConflictError } from '@/lib/user-error';
import { changeBasemap, readBasemap, viewedBasemap } from './basemap';

const { owner, app } = await openTestDatabases();
const { db } = owner;
const [HERE, ELSEWHERE] = TENANTS;
await insertTenants(db);
const ADMIN = {
  userId: null,
  name: 'Admin',
  jurisdiction: HERE,
  role: 'admin',
  towns: null,
} as const;
const asAdmin = forActor(app, ADMIN).db;
const HOSTS = ['https://tiles.example.cn'];
const RASTER: RasterSettings = {
  template: 'https://tiles.example.cn/{z}/{x}/{y}.png?tk=secret-key',
  subdomains: null,
  tileSize: 256,
  minZoom: 1,
  maxZoom: 18,
  attribution: '天地图',
  dayOpacity: 1,
  nightOpacity: 0.4,
};
const CHOSEN = { approvalNumber: 'GS(2024)0650号', raster: RASTER };
const change = (version: number, settings: Parameters<typeof changeBasemap>[2] | object = {}) =>
  changeBasemap(asAdmin, HERE, { ...CHOSEN, version, ...settings }, ADMIN, HOSTS);

beforeEach(async () => {
  await sql`DELETE FROM basemap WHERE jurisdiction = ${HERE}`.execute(db);
});

describe('the basemap of a jurisdiction', () => {
  it('is the built-in one until another is chosen, and again', async () => {
    const nothing = { approvalNumber: null, raster: null };
    expect(await viewedBasemap(asAdmin, HERE, HOSTS)).toEqual({ ...nothing, refusedHost: null });
    expect(await readBasemap(asAdmin, HERE)).toMatchObject({ ...nothing, version: 0 });
    expect(await change(0)).toBe(1);
    expect(await viewedBasemap(asAdmin, HERE, HOSTS)).toEqual({ ...CHOSEN, refusedHost: null });
    expect(await readBasemap(asAdmin, HERE)).toMatchObject({
      ...CHOSEN,
      version: 1,
      changedBy: 'Admin',
    });
    expect(await change(1, { raster: null })).toBe(2);
    expect(await viewedBasemap(asAdmin, HERE, HOSTS)).toMatchObject({ raster: null });
    expect(await readBasemap(db, ELSEWHERE)).toMatchObject({ raster: null, version: 1 });
  });

  it('is the built-in one while its host is not among those that may be asked', async () => {
    await change(0);
    expect(await viewedBasemap(asAdmin, HERE, [])).toEqual({
      approvalNumber: CHOSEN.approvalNumber,
      raster: null,
      refusedHost: 'tiles.example.cn',
    });
  });

  it('keeps what the first of two has chosen', async () => {
    await change(0);
    await expect(change(0)).rejects.toThrow(ConflictError);
    expect(await change(1)).toBe(2);
    await expect(change(1, { raster: null })).rejects.toThrow(ConflictError);
    expect(await readBasemap(asAdmin, HERE)).toMatchObject({ ...CHOSEN, version: 2 });
  });

  it('is told to the audit log, without the key of the tiles', async () => {
    await change(0);
    await change(1, { raster: { ...RASTER, template: `${RASTER.template}2` } });
    const { rows } = await sql<{ parameters: Record<string, unknown> }>`
      SELECT parameters FROM audit_event WHERE action = 'jurisdiction.change_basemap' ORDER BY sequence DESC LIMIT 2`.execute(
      db,
    );
    expect(rows.map(({ parameters }) => parameters)).toMatchObject([
      { isQueryChanged: true },
      { address: ['', 'https://tiles.example.cn/{z}/{x}/{y}.png'], isQueryChanged: true },
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret-key');
  });

  it.each([
    ['https://other.example.cn/{z}/{x}/{y}', 'TEMPLATE_HOST'],
    ['http://tiles.example.cn/{z}/{x}/{y}', 'TEMPLATE_HTTPS'],
    ['https://me@tiles.example.cn/{z}/{x}/{y}', 'TEMPLATE_CREDENTIALS'],
  ])('has no tiles at %s', async (template, code) => {
    await expect(change(0, { raster: { ...RASTER, template } })).rejects.toMatchObject({ code });
    expect(await readBasemap(asAdmin, HERE)).toMatchObject({ version: 0 });
  });

  it.each(['commander', 'analyst', 'viewer', 'public'])(
    'is read by a %s, not chosen',
    async (role) => {
      await change(0);
      const theirs = forActor(app, { ...ADMIN, role }).db;
      expect(await viewedBasemap(theirs, HERE, HOSTS)).toMatchObject({ raster: RASTER });
      const settings = { ...CHOSEN, raster: null };
      for (const version of [0, 1])
        await expect(
          changeBasemap(theirs, HERE, { ...settings, version }, ADMIN, HOSTS),
        ).rejects.toThrow();
      await sql`DELETE FROM basemap WHERE jurisdiction = ${HERE}`.execute(db);
      await expect(
        changeBasemap(theirs, HERE, { ...settings, version: 0 }, ADMIN, HOSTS),
      ).rejects.toThrow(/row-level security/);
    },
  );

  it('of another jurisdiction is neither read nor chosen by an administrator of this one', async () => {
    expect(await readBasemap(asAdmin, ELSEWHERE)).toMatchObject({ version: 0 });
    for (const version of [0, 1])
      await expect(
        changeBasemap(asAdmin, ELSEWHERE, { ...CHOSEN, version }, ADMIN, HOSTS),
      ).rejects.toThrow();
    expect(await readBasemap(db, ELSEWHERE)).toMatchObject({ raster: null, version: 1 });
  });
});

describe('the database', () => {
  const write = (column: string, value: string) =>
    sql`UPDATE basemap SET ${sql.ref(column)} = ${sql.raw(value)} WHERE jurisdiction = ${HERE}`.execute(
      db,
    );

  it.each([
    ['template', `'http://tiles.example.cn/{z}/{x}/{y}'`],
    ['template', `'https://me:pw@tiles.example.cn/{z}/{x}/{y}'`],
    ['template', `'https://tiles.example.cn\\{z}/{x}/{y}'`],
    ['template', `'https://tiles.example.cn/{z}/{x}'`],
    ['template', `'javascript:{z}{x}{y}'`],
    ['template', `'https://t{s}.example.cn/{z}/{x}/{y}'`],
    ['template', 'NULL'],
    ['subdomains', `'01'`],
    ['tile_size', '1024'],
    ['tile_size', 'NULL'],
    ['min_zoom', '19'],
    ['max_zoom', '23'],
    ['attribution', `''`],
    ['approval_number', `''`],
    ['day_opacity', `'NaN'`],
    ['night_opacity', '0'],
  ])('has no %s that is %s', async (column, value) => {
    await change(0);
    await expect(write(column, value)).rejects.toThrow(/check constraint/);
  });

  it('has tiles of this machine, and of several hosts', async () => {
    await change(0);
    await write('template', `'http://127.0.0.1:8080/{z}/{x}/{y}'`);
    await sql`UPDATE basemap SET template = 'https://t{s}.example.cn/{z}/{x}/{y}', subdomains = '01' WHERE jurisdiction = ${HERE}`.execute(
      db,
    );
    expect(await readBasemap(db, HERE)).toMatchObject({ raster: { subdomains: '01' } });
  });
});
