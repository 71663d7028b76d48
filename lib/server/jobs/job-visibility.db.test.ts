import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { forActor } from '@/db/actor-database';
import { insertJurisdiction } from '@/db/testing/builders';
import { openTestDatabases } from '@/db/testing/database';
import type { Actor, Role } from '../access/actor';
import { enqueue } from './enqueue';
import { cancel, readJob, readJobs, retry } from './manage';

const { owner, app } = await openTestDatabases();
const HERE = await insertJurisdiction(owner.db, { code: '330784' });
const THERE = await insertJurisdiction(owner.db, { code: '330783' });
const RANKING = { kind: 'ranking', payload: { month: '2024-02' } };

beforeEach(async () => {
  await sql`DELETE FROM job`.execute(owner.db);
});

function as(role: Role, jurisdiction = HERE, towns: string[] | null = null) {
  const actor: Actor = { userId: 'u1', name: role, jurisdiction, role, towns };
  return { actor, db: forActor(app, actor).db };
}

describe('as the application sees jobs', () => {
  it('those who run them ask, look, cancel and retry', async () => {
    for (const role of ['commander', 'analyst', 'admin'] as const) {
      const { actor, db } = as(role);
      const { id } = await enqueue(db, actor, { ...RANKING, key: role });
      expect(await enqueue(db, actor, { ...RANKING, key: role })).toEqual({ id, isNew: false });
      expect((await cancel(db, HERE, id)).state).toBe('cancelled');
      expect((await retry(db, HERE, id)).state).toBe('queued');
      expect((await readJobs(db, HERE)).map((job) => job.createdBy)).toContain(role);
    }
  });

  it('the other police look on', async () => {
    const asked = as('admin');
    const { id } = await enqueue(asked.db, asked.actor, RANKING);
    const { actor, db } = as('traffic');
    expect((await readJob(db, HERE, id)).state).toBe('queued');
    await expect(enqueue(db, actor, RANKING)).rejects.toThrow('row-level security');
    await expect(cancel(db, HERE, id)).rejects.toThrow('nothing to cancel');
    expect((await readJob(asked.db, HERE, id)).state).toBe('queued');
  });

  it('others, other jurisdictions and those bound to towns see none', async () => {
    const asked = as('admin');
    const { id } = await enqueue(asked.db, asked.actor, RANKING);
    const strangers = [
      as('viewer'),
      as('grid_worker'),
      as('public'),
      as('admin', THERE),
      as('admin', HERE, ['330784001']),
    ];
    for (const { actor, db } of strangers) {
      expect(await readJobs(db, HERE)).toEqual([]);
      await expect(readJob(db, HERE, id)).rejects.toThrow('has no job');
      await expect(cancel(db, HERE, id)).rejects.toThrow('has no job');
      await expect(enqueue(db, { ...actor, jurisdiction: HERE }, RANKING)).rejects.toThrow(
        'row-level security',
      );
    }
  });

  it('nobody ends a job, or changes what was asked', async () => {
    const { actor, db } = as('admin');
    await enqueue(db, actor, RANKING);
    for (const change of [
      sql`result = '{}'`,
      sql`payload = '{}'`,
      sql`worker = 'me'`,
      sql`jurisdiction = ${THERE}`,
    ])
      await expect(sql`UPDATE job SET ${change}`.execute(db)).rejects.toThrow('permission denied');
    await expect(sql`DELETE FROM job`.execute(db)).rejects.toThrow('permission denied');
  });
});
