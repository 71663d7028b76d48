import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openTestDatabase } from '@/db/testing/database';
import { townSketches } from '@/lib/demo/towns';
import { campaignCalendar, campaignResults, campaignsOfMonth } from './campaigns';
import { DEMO_CODE } from './demo/demo-jurisdiction';
import { writeCampaigns } from './demo/write-campaigns';

const database = await openTestDatabase();
const { db } = database;
const SQUARE = 'MULTIPOLYGON(((120 28, 121 28, 121 29, 120 29, 120 28)))';

await database.session(async (session) => {
  await sql`
    INSERT INTO jurisdiction (code, name, timezone, metric_srid, cell_size_metres, cell_shape, boundary)
    VALUES (${DEMO_CODE}, '永康市', 'Asia/Shanghai', 4549, 250, 'square', ST_GeomFromText(${SQUARE}, 4326))`.execute(
    session.db,
  );
  for (const { id, name } of townSketches())
    await sql`INSERT INTO town (jurisdiction, id, name, geom) VALUES (${DEMO_CODE}, ${id}, ${name}, ST_GeomFromText(${SQUARE}, 4326))`.execute(
      session.db,
    );
  await writeCampaigns(session, townSketches());
});

describe('the campaign calendar', () => {
  it('names the towns of each month, as published', async () => {
    const calendar = await campaignCalendar(db, DEMO_CODE);
    expect(
      calendar.map(({ month, launchedOn, towns }) => [
        month,
        launchedOn,
        towns.map(({ name }) => name),
      ]),
    ).toEqual([
      ['2020-04', '2020-04-21', ['古山镇']],
      ['2020-05', '2020-05-20', ['东城街道', '经济开发区']],
      ['2022-06', '2022-06-20', ['古山镇']],
    ]);
    expect(calendar.every(({ yearIsInferred }) => yearIsInferred)).toBe(true);
    expect(calendar[0]?.phases).toEqual(
      ['pre', 'battle', 'post'].map((kind) => ({ kind, startsOn: null, endsOn: null })),
    );
  });

  it('keeps a campaign running while its figures count', async () => {
    const of = async (month: string) =>
      (await campaignsOfMonth(db, DEMO_CODE, month)).map(({ id, relation }) => [id, relation]);
    expect(await of('2020-04')).toEqual([['2020-04-town', 'launched']]);
    expect(await of('2020-06')).toEqual([['2020-05-town', 'running']]);
    expect(await of('2020-07')).toEqual([]);
    expect(await campaignCalendar(db, '990001')).toEqual([]);
  });
});

describe('published figures', () => {
  it('all become results, with their sources and dates', async () => {
    const lists = await Promise.all(
      ['2020-04-town', '2020-05-town', '2022-06-theme', null].map((campaign) =>
        campaignResults(db, DEMO_CODE, campaign),
      ),
    );
    const results = lists.flatMap((list) => list.results);
    // 242 figures were read from the reports; 18 of them only repeat one of another report.
    expect(results).toHaveLength(242 - 18);
    expect(results.reduce((sum, { alsoIn }) => sum + alsoIn.length, 0)).toBe(18);
    expect(lists[0]?.actions).toHaveLength(10);
    expect(lists[0]?.actions.every(({ leadIsInferred }) => leadIsInferred)).toBe(true);
  });

  it('keep figures of different definitions apart', async () => {
    const gushan = (await campaignResults(db, DEMO_CODE, '2020-04-town')).results;
    const zone = (await campaignResults(db, DEMO_CODE, '2020-05-town')).results;
    const found = gushan.find(({ value }) => value === 5624);
    const rectified = zone.find(({ value }) => value === 608);
    expect(found?.metric).not.toBe(rectified?.metric);
    expect(found?.name).not.toBe(rectified?.name);
    // One metric, two reports, two cut-off days.
    const fines = gushan.filter(({ metric }) => metric === 'M067');
    expect(fines.map(({ value, asOf }) => [value, asOf])).toEqual([
      [23.98, '2020-05-22'],
      [20, null],
    ]);
  });

  it('refuses a result without a metric and a figure of an unknown qualifier', async () => {
    const add = (metric: string, qualifier: string) =>
      sql`INSERT INTO result (jurisdiction, metric_id, source, value, qualifier) VALUES (${DEMO_CODE}, ${metric}, 'x', 1, ${qualifier})`.execute(
        db,
      );
    await expect(add('M999', 'exact')).rejects.toMatchObject({ code: '23503' });
    await expect(add('M001', 'roughly')).rejects.toMatchObject({ code: '23514' });
  });
});
