import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { forActor } from '@/db/actor-database';
import { openTestDatabase } from '@/db/testing/database';
import { insertTenants, TENANTS } from '@/db/testing/tenants-fixture';
import { ConflictError, NotFoundError, UserError } from '@/lib/user-error';
import { newKind } from '@/lib/validation/kinds';
import { changeKind, createKind, removeKind } from './edit-kinds';
import { storedRanking } from './ranking';

const { db, ...owner } = await openTestDatabase();
await insertTenants(db);
const [HERE, ELSEWHERE] = TENANTS;
const ADMIN = {
  userId: 'u1',
  name: 'admin',
  jurisdiction: HERE,
  role: 'admin',
  towns: null,
} as const;
const KIND = {
  nameZh: '盗窃',
  nameEn: 'Theft',
  group: 'theft',
  harmWeight: 20,
  harmSource: null,
};
const key = (code: string) => ({ jurisdiction: HERE, code });

async function find(code: string) {
  const { rows } = await sql<Record<string, unknown>>`
    SELECT name_zh, harm_weight, default_harm_weight, version, changed_by FROM kind
    WHERE jurisdiction = ${HERE} AND code = ${code}`.execute(db);
  return rows[0];
}

/** Facts whose harm is not their count times the weight. */
async function mixedFacts() {
  const { rows } = await sql`
    SELECT facts.* FROM (
      SELECT jurisdiction, kind, count, harm FROM cell_month
      UNION ALL SELECT jurisdiction, kind, count, harm FROM cell_month_late
    ) facts JOIN kind ON kind.jurisdiction = facts.jurisdiction AND kind.code = facts.kind
    WHERE harm <> count * harm_weight`.execute(db);
  return rows;
}

describe('a kind', () => {
  it('is added, changed and deleted, each in the audit log', async () => {
    await createKind(db, key('fraud'), KIND, ADMIN);
    expect(await find('fraud')).toMatchObject({ default_harm_weight: 20, version: 1 });
    const change = { ...KIND, nameZh: '诈骗', harmWeight: 0, version: 1 };
    expect(await changeKind(db, key('fraud'), change, ADMIN)).toBe(2);
    expect(await find('fraud')).toMatchObject({
      ...{ name_zh: '诈骗', harm_weight: 0, default_harm_weight: 20, changed_by: 'u1' },
    });
    await removeKind(db, key('fraud'), 2, ADMIN);
    expect(await find('fraud')).toBeUndefined();
    const { rows } = await sql<{ action: string; parameters: unknown }>`
      SELECT action, parameters FROM audit_event
      WHERE jurisdiction = ${HERE} AND parameters ->> 'kind' = 'fraud' ORDER BY sequence`.execute(
      db,
    );
    expect(rows).toEqual([
      { action: 'kind.create', parameters: expect.objectContaining({ harmWeight: '20' }) },
      {
        action: 'kind.change',
        parameters: { kind: 'fraud', nameZh: ['盗窃', '诈骗'], harmWeight: ['20', '0'] },
      },
      { action: 'kind.delete', parameters: expect.objectContaining({ harmWeight: '0' }) },
    ]);
  });

  it('with another weight changes all harm at once, and makes stored rankings those of before', async () => {
    const request = { jurisdiction: HERE, month: '2020-03', ranker: 'count_12m' };
    const before = await storedRanking(db, request);
    expect((await storedRanking(db, request)).runId).toBe(before.runId);
    const { version } = (await find('theft')) as { version: number };
    await changeKind(db, key('theft'), { ...KIND, harmWeight: 7.5, version }, ADMIN);
    expect(await mixedFacts()).toEqual([]);
    const after = await storedRanking(db, request);
    expect(after.runId).not.toBe(before.runId);
    expect(after.dataVersion).toBeGreaterThan(before.dataVersion);
  });

  it('with the same weight leaves rankings current', async () => {
    const request = { jurisdiction: HERE, month: '2020-03', ranker: 'count_12m' };
    const { runId } = await storedRanking(db, request);
    const { version, harm_weight } = (await find('crash')) as {
      version: number;
      harm_weight: number;
    };
    await changeKind(db, key('crash'), { ...KIND, harmWeight: harm_weight, version }, ADMIN);
    expect((await storedRanking(db, request)).runId).toBe(runId);
  });

  it('tells the second of two that the first has changed it, and keeps the first one', async () => {
    await createKind(db, key('two'), KIND, ADMIN);
    const both = await Promise.allSettled(
      ['甲', '乙'].map((nameZh) =>
        changeKind(db, key('two'), { ...KIND, nameZh, version: 1 }, ADMIN),
      ),
    );
    const refused = both.filter((each) => each.status === 'rejected');
    expect(refused.map(({ reason }) => reason)).toEqual([expect.any(ConflictError)]);
    const winner = both[0]?.status === 'fulfilled' ? '甲' : '乙';
    expect(await find('two')).toMatchObject({ name_zh: winner, version: 2 });
    await expect(removeKind(db, key('two'), 1, ADMIN)).rejects.toThrow(ConflictError);
  });

  it('that has incidents stays, and says how many; a code is given once', async () => {
    const { version } = (await find('crash')) as { version: number };
    await expect(removeKind(db, key('crash'), version, ADMIN)).rejects.toThrow(/^\d+ incidents/);
    await expect(removeKind(db, key('crash'), version, ADMIN)).rejects.toThrow(UserError);
    await expect(createKind(db, key('crash'), KIND, ADMIN)).rejects.toThrow('another code');
  });

  it('of another jurisdiction stays as it is', async () => {
    await createKind(db, { jurisdiction: ELSEWHERE, code: 'theirs' }, KIND, ADMIN);
    await expect(changeKind(db, key('theirs'), { ...KIND, version: 1 }, ADMIN)).rejects.toThrow(
      NotFoundError,
    );
    await expect(removeKind(db, key('theirs'), 1, ADMIN)).rejects.toThrow(NotFoundError);
  });

  it('is not written by the application’s role at all', async () => {
    const actor = forActor({ db, ...owner }, ADMIN);
    await expect(createKind(actor.db, key('x'), KIND, ADMIN)).rejects.toThrow('denied');
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 36_501])(
    'with a weight of %d is refused at the door and by the database',
    async (harmWeight) => {
      const body = { ...KIND, jurisdiction: HERE, code: 'bad', harmWeight };
      expect(newKind.safeParse(body).success).toBe(false);
      await expect(createKind(db, key('bad'), { ...KIND, harmWeight }, ADMIN)).rejects.toThrow(
        'check',
      );
    },
  );
});
