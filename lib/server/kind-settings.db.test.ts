import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { forActor } from '@/db/actor-database';
import { rebuildFacts } from '@/db/queries/facts';
import { openTestDatabases } from '@/db/testing/database';
import { insertTenants, TENANTS } from '@/db/testing/tenants-fixture';
import { ConflictError, NotFoundError } from '@/lib/user-error';
import { jobKinds } from './jobs/kinds';
import { readJob } from './jobs/manage';
import { TestJobs } from './jobs/testing/test-jobs';
import { changeKind, changeWeight, createKind, readKinds, removeKind } from './kind-settings';
import { orderWeight } from './order-weight';
import { storedRanking } from './ranking';

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
/** As the application asks for an administrator. */
const asAdmin = forActor(app, ADMIN).db;

const kindOf = async (code: string, of: string = HERE) =>
  (await readKinds(db, of)).find((kind) => kind.code === code);
const versionOf = async (code: string) => (await kindOf(code))?.version ?? 0;
const factsOf = async (table: 'cell_month' | 'cell_month_late' | 'cell_month_total') =>
  (await sql`SELECT * FROM ${sql.table(table)}`.execute(db)).rows
    .map((row) => JSON.stringify(row))
    .sort();
const lastEvent = async () =>
  (
    await sql<{ action: string; subject: string; parameters: unknown }>`
      SELECT action, subject, parameters FROM audit_event WHERE jurisdiction = ${HERE} ORDER BY sequence DESC LIMIT 1`.execute(
      db,
    )
  ).rows[0];

const NEW = {
  code: 'new_kind',
  nameZh: '新类',
  nameEn: 'New',
  group: null,
  harmWeight: 5,
  harmSource: '市局会议',
};

beforeEach(async () => {
  await sql`DELETE FROM kind WHERE code = 'new_kind'`.execute(db);
});

describe('a kind', () => {
  it('is added once, and says who did', async () => {
    await createKind(asAdmin, HERE, NEW, ADMIN);
    expect(await kindOf('new_kind')).toMatchObject({ ...NEW, version: 1, changedBy: 'Admin' });
    expect(await lastEvent()).toMatchObject({ action: 'kind.create', subject: 'new_kind' });
    await expect(createKind(asAdmin, HERE, NEW, ADMIN)).rejects.toThrow('already');
    expect(await kindOf('new_kind', ELSEWHERE)).toBeUndefined();
  });

  it('is renamed by who saw its newest state, and by nobody else', async () => {
    const version = await versionOf('theft');
    const names = { nameZh: '盗窃', nameEn: 'Stealing', group: 'theft' };
    expect(await changeKind(asAdmin, HERE, 'theft', { version, ...names }, ADMIN)).toBe(
      version + 1,
    );
    const second = changeKind(asAdmin, HERE, 'theft', { version, ...names, nameZh: '偷' }, ADMIN);
    await expect(second).rejects.toThrow(ConflictError);
    expect(await kindOf('theft')).toMatchObject({ ...names, version: version + 1 });
    const event = await lastEvent();
    expect(event).toMatchObject({ action: 'kind.change', subject: 'theft' });
    expect(JSON.stringify(event?.parameters)).toContain('Stealing');
    expect((await kindOf('theft', ELSEWHERE))?.nameEn).not.toBe('Stealing');
  });

  it('is not there for the administrators of another jurisdiction', async () => {
    const change = { version: 1, nameZh: '偷', nameEn: 'x', group: null };
    await expect(changeKind(asAdmin, ELSEWHERE, 'theft', change, ADMIN)).rejects.toThrow(
      NotFoundError,
    );
  });

  it('goes when nothing is of it, and stays when something is', async () => {
    await createKind(asAdmin, HERE, NEW, ADMIN);
    await expect(removeKind(asAdmin, HERE, 'new_kind', 2, ADMIN)).rejects.toThrow(ConflictError);
    await removeKind(asAdmin, HERE, 'new_kind', 1, ADMIN);
    expect(await kindOf('new_kind')).toBeUndefined();
    const used = removeKind(asAdmin, HERE, 'theft', await versionOf('theft'), ADMIN);
    await expect(used).rejects.toThrow(/theft has \d+ incidents: a kind that is used stays/);
    expect(await kindOf('theft')).toBeDefined();
  });

  it('stays where its incidents are in no cell', async () => {
    await createKind(asAdmin, HERE, NEW, ADMIN);
    await sql`
      INSERT INTO incident (jurisdiction, month, kind, occurred_from, occurred_to, cell_i, cell_j, content_hash, batch_id, geom)
      SELECT jurisdiction, month, 'new_kind', occurred_from, occurred_to, 9999, 9999, md5('outside')::uuid, batch_id, geom
      FROM incident WHERE jurisdiction = ${HERE} LIMIT 1`.execute(db);
    const removal = removeKind(asAdmin, HERE, 'new_kind', 1, ADMIN);
    await expect(removal).rejects.toThrow('new_kind has incidents outside the cells');
    expect(await kindOf('new_kind')).toBeDefined();
    await sql`DELETE FROM incident WHERE kind = 'new_kind'`.execute(db);
  });

  it.each(['commander', 'analyst', 'viewer'])('is not for a %s to change', async (role) => {
    const theirs = forActor(app, { ...ADMIN, role }).db;
    await expect(createKind(theirs, HERE, NEW, ADMIN)).rejects.toThrow(/row-level security/);
    const change = { version: await versionOf('theft'), nameZh: '偷', nameEn: 'x', group: null };
    await expect(changeKind(theirs, HERE, 'theft', change, ADMIN)).rejects.toThrow();
    expect((await kindOf('theft'))?.nameEn).not.toBe('x');
  });

  it.each(['-1', "'NaN'", "'Infinity'", '36501'])('weighs no %s days', async (days) => {
    const write = sql`UPDATE kind SET harm_weight = ${sql.raw(days)} WHERE code = 'theft'`;
    await expect(write.execute(db)).rejects.toThrow(/check constraint/);
  });

  it('has no weight that the application could write', async () => {
    await expect(sql`UPDATE kind SET harm_weight = 7`.execute(asAdmin)).rejects.toThrow(
      /permission denied/,
    );
  });
});

describe('another weight', () => {
  it('goes to every fact of the kind and to no other, as a recount would have it', async () => {
    for (const code of TENANTS) await rebuildFacts(db, code);
    const before = await factsOf('cell_month');
    const version = await versionOf('theft');
    const { facts } = await changeWeight(
      owner,
      HERE,
      { kind: 'theft', version, harmWeight: 7.5, harmSource: null },
      ADMIN,
    );
    expect(facts).toBeGreaterThan(0);
    expect(await kindOf('theft')).toMatchObject({ harmWeight: 7.5, version: version + 1 });
    const after = {
      cell_month: await factsOf('cell_month'),
      cell_month_late: await factsOf('cell_month_late'),
      cell_month_total: await factsOf('cell_month_total'),
    };
    const kept = before.filter((row) => after.cell_month.includes(row));
    expect(kept.every((row) => !row.includes(HERE) || !row.includes('"theft"'))).toBe(true);
    expect(kept).toHaveLength(before.length - (await countThefts()));
    await rebuildFacts(db, HERE);
    for (const table of ['cell_month', 'cell_month_late', 'cell_month_total'] as const)
      expect(await factsOf(table)).toEqual(after[table]);
    expect(await lastEvent()).toMatchObject({ action: 'kind.change_weight', subject: 'theft' });
  });

  it('leaves no stored ranking current', async () => {
    const asked = { jurisdiction: HERE, month: '2020-03', kind: null };
    const before = await storedRanking(db, asked);
    const version = await versionOf('theft');
    await changeWeight(
      owner,
      HERE,
      { kind: 'theft', version, harmWeight: 3, harmSource: null },
      ADMIN,
    );
    const after = await storedRanking(db, asked);
    expect(after.runId).not.toBe(before.runId);
  });

  it('comes by a job: the first of two who saw the same state', async () => {
    const order = {
      kind: 'theft',
      version: await versionOf('theft'),
      harmWeight: 11,
      harmSource: null,
    };
    const jobs = new TestJobs(owner, ...jobKinds);
    const id = await jobs.ask(HERE, { kind: 'kind-weight', payload: order });
    const late = await jobs.ask(HERE, {
      kind: 'kind-weight',
      payload: { ...order, harmWeight: 12, harmSource: null },
    });
    await jobs.worker(0).runDue();
    expect(await readJob(db, HERE, id)).toMatchObject({ state: 'done' });
    expect(await readJob(db, HERE, late)).toMatchObject({
      state: 'failed',
      error: { code: 'refused' },
    });
    expect((await kindOf('theft'))?.harmWeight).toBe(11);
    await expect(orderWeight(asAdmin, ADMIN, order)).rejects.toThrow(ConflictError);
    const newest = { ...order, version: await versionOf('theft') };
    const asked = await orderWeight(asAdmin, ADMIN, newest);
    expect(await readJob(db, HERE, asked)).toMatchObject({
      state: 'queued',
      facts: { kind: 'theft' },
    });
  });
});

async function countThefts(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM cell_month WHERE jurisdiction = ${HERE} AND kind = 'theft'`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}
