import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { forActor } from '@/db/actor-database';
import { openTestDatabase } from '@/db/testing/database';
import { insertTenants, TENANTS } from '@/db/testing/tenants-fixture';
import { ConflictError, NotFoundError, UserError } from '@/lib/user-error';
import { newCampaign } from '@/lib/validation/campaigns';
import { campaignBriefs } from './campaign-briefs';
import { campaignCalendar } from './campaigns';
import { changeCampaign, createCampaign, removeCampaign } from './edit-campaigns';

const owner = await openTestDatabase();
await insertTenants(owner.db);
const [HERE, ELSEWHERE] = TENANTS;
const ADMIN = {
  userId: 'u1',
  name: 'admin',
  jurisdiction: HERE,
  role: 'admin',
  towns: null,
} as const;
const { db } = forActor(owner, ADMIN);

const phase = <Kind extends string>(kind: Kind, startsOn: string, endsOn: string) => ({
  kind,
  startsOn,
  endsOn,
});
const PRE = phase('pre', '2021-05-01', '2021-05-09');
const BATTLE = phase('battle', '2021-05-10', '2021-05-31');
const POST = phase('post', '2021-06-01', '2021-06-10');
const PHASES = [PRE, BATTLE, POST];
const CAMPAIGN = {
  name: '五月大会战',
  nameEn: 'Campaign of May',
  kind: 'one_month_one_town' as const,
  month: '2021-05',
  launchedOn: null,
  note: null,
  towns: ['t0', 't1'],
  phases: PHASES,
};
const key = (id: string) => ({ jurisdiction: HERE, id });
const find = async (id: string) =>
  (await campaignCalendar(db, HERE)).find((campaign) => campaign.id === id);

describe('a campaign', () => {
  it('is planned, is on its month, is changed and deleted, each in the audit log', async () => {
    await createCampaign(db, key('may'), CAMPAIGN, ADMIN);
    expect((await campaignBriefs(db, HERE, '2021-05')).map(({ id }) => id)).toEqual(['may']);
    expect(await find('may')).toMatchObject({ phases: PHASES, version: 1 });
    const changed = { ...CAMPAIGN, version: 1, month: '2021-06', towns: ['t2'] };
    expect(await changeCampaign(db, key('may'), changed, ADMIN)).toBe(2);
    expect((await campaignBriefs(db, HERE, '2021-06')).map(({ id }) => id)).toEqual(['may']);
    expect((await find('may'))?.towns.map(({ id }) => id)).toEqual(['t2']);
    await removeCampaign(db, key('may'), 2, ADMIN);
    expect(await find('may')).toBeUndefined();
    const { rows } = await sql<{ action: string; parameters: unknown }>`
      SELECT action, parameters FROM audit_event WHERE jurisdiction = ${HERE} AND action LIKE 'campaign.%' ORDER BY sequence`.execute(
      owner.db,
    );
    expect(rows).toMatchObject([
      { action: 'campaign.create', parameters: { id: 'may', towns: 't0, t1' } },
      {
        action: 'campaign.change',
        parameters: { id: 'may', month: ['2021-05', '2021-06'], towns: ['t0, t1', 't2'] },
      },
      { action: 'campaign.delete', parameters: { id: 'may', pre: '2021-05-01..2021-05-09' } },
    ]);
    expect(rows[1]?.parameters).not.toHaveProperty('name');
  });

  it('tells the second of two that the first has changed it, and keeps the first one', async () => {
    await createCampaign(db, key('two'), CAMPAIGN, ADMIN);
    const both = await Promise.allSettled(
      ['甲', '乙'].map((name) =>
        changeCampaign(db, key('two'), { ...CAMPAIGN, name, version: 1 }, ADMIN),
      ),
    );
    const refused = both.filter((each) => each.status === 'rejected');
    expect(refused.map(({ reason }) => reason)).toEqual([expect.any(ConflictError)]);
    const winner = both[0]?.status === 'fulfilled' ? '甲' : '乙';
    expect(await find('two')).toMatchObject({ name: winner, version: 2, phases: PHASES });
    await expect(removeCampaign(db, key('two'), 1, ADMIN)).rejects.toThrow(ConflictError);
    expect(await find('two')).toBeDefined();
  });

  it('is refused with an id that is taken, and with a town of nowhere', async () => {
    await expect(createCampaign(db, key('c1'), CAMPAIGN, ADMIN)).rejects.toThrow('another id');
    await expect(
      createCampaign(db, key('far'), { ...CAMPAIGN, towns: ['t0', 'far'] }, ADMIN),
    ).rejects.toThrow('no town far');
    expect(await find('far')).toBeUndefined();
  });

  it('stays with its figures, and says how many', async () => {
    await expect(removeCampaign(db, key('c1'), 1, ADMIN)).rejects.toThrow(
      '4 metrics with 4 results',
    );
    await expect(removeCampaign(db, key('c1'), 1, ADMIN)).rejects.toThrow(UserError);
    await expect(
      sql`DELETE FROM campaign WHERE jurisdiction = ${HERE} AND id = 'c1'`.execute(owner.db),
    ).rejects.toThrow('metric');
  });

  it('of another jurisdiction is not there', async () => {
    const theirs = { jurisdiction: ELSEWHERE, id: 'c1' };
    await expect(changeCampaign(db, theirs, { ...CAMPAIGN, version: 1 }, ADMIN)).rejects.toThrow(
      NotFoundError,
    );
    await expect(removeCampaign(db, theirs, 1, ADMIN)).rejects.toThrow(NotFoundError);
    await expect(
      createCampaign(db, { ...theirs, id: 'mine' }, { ...CAMPAIGN, towns: [] }, ADMIN),
    ).rejects.toThrow('row-level security');
  });

  it('is not changed by other roles, even past the table of rights', async () => {
    const commander = forActor(owner, { ...ADMIN, role: 'commander' });
    await expect(createCampaign(commander.db, key('x'), CAMPAIGN, ADMIN)).rejects.toThrow(
      'row-level security',
    );
    await expect(
      changeCampaign(commander.db, key('c1'), { ...CAMPAIGN, version: 1 }, ADMIN),
    ).rejects.toThrow(NotFoundError);
  });
});

describe('phases', () => {
  it.each([
    ['overlap', [PRE, { ...BATTLE, startsOn: '2021-05-09' }, POST]],
    ['are out of order', [{ ...BATTLE, kind: PRE.kind }, { ...PRE, kind: BATTLE.kind }, POST]],
    ['are far from the month', [PRE, BATTLE, { ...POST, endsOn: '2022-06-01' }]],
    ['end before they start', [{ ...PRE, endsOn: '2021-04-30' }, BATTLE, POST]],
  ])('that %s are refused at the door and by the database', async (_, phases) => {
    const body = { ...CAMPAIGN, jurisdiction: HERE, id: 'bad', phases };
    expect(newCampaign.safeParse(body).success).toBe(false);
    await expect(createCampaign(db, key('bad'), { ...CAMPAIGN, phases }, ADMIN)).rejects.toThrow(
      /overlap|far|check/,
    );
    expect(await find('bad')).toBeUndefined();
  });

  it('may all be without days, or touch', () => {
    const none = PHASES.map(({ kind }) => ({ kind, startsOn: null, endsOn: null }));
    for (const phases of [PHASES, none])
      expect(
        newCampaign.safeParse({ ...CAMPAIGN, jurisdiction: HERE, id: 'ok', phases }).success,
      ).toBe(true);
  });
});
