import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { forActor } from '../actor-database';
import type { Db } from '../client';
import { insertJurisdiction } from '../testing/builders';
import { inRollback, openTestDatabases } from '../testing/database';
import { type AuditEvent, type Doer, listAudit, recordAudit } from './audit';
import { pruneAudit, verifyAudit } from './audit-verify';

const HERE = '330784';
const THERE = '330785';
const { owner, app } = await openTestDatabases();
for (const code of [HERE, THERE]) await insertJurisdiction(owner.db, { code });
await sql`
  INSERT INTO app_user (id, username, name, email) VALUES ('u1', 'wang', '王', 'wang@users.invalid')`.execute(
  owner.db,
);

const host: Doer = { userId: null, name: 'root', role: 'host' };
const event = (more: Partial<AuditEvent> = {}): AuditEvent => ({
  jurisdiction: HERE,
  by: host,
  action: 'import.run',
  ...more,
});
const all = (db: Db, jurisdiction: string | null = HERE) =>
  listAudit(db, { jurisdiction, timezone: 'Asia/Shanghai', limit: 1000 });
const as = (role: string, towns: readonly string[] | null = null, jurisdiction = HERE) =>
  forActor(app, { jurisdiction, role, towns, userId: 'u1' });

/** Adds events at instants of the past; the clock's own come after them. */
async function appendAt(db: Db, jurisdiction: string, instants: readonly string[]): Promise<void> {
  for (const at of instants)
    await sql`
      SELECT append_audit(jsonb_populate_record(null::audit_event, ${JSON.stringify({
        jurisdiction,
        at,
        action: 'import.run',
        parameters: {},
        outcome: 'done',
      })}::jsonb))`.execute(db);
}

async function withoutTriggers(db: Db, change: () => Promise<unknown>): Promise<void> {
  await sql`SET LOCAL session_replication_role = replica`.execute(db);
  await change();
  await sql`SET LOCAL session_replication_role = origin`.execute(db);
}

describe('an event', () => {
  it('says who, what, when, from where and what came of it', () =>
    inRollback(owner, async (db) => {
      const by: Doer = {
        userId: 'u1',
        name: 'of no matter',
        role: 'fire',
        from: { address: '192.0.2.7', requestId: 'request-1' },
      };
      const parameters = { file: 'a.csv', rows: 3, towns: ['t0'], left: undefined };
      await recordAudit(db, event({ by, subject: '12', parameters, outcome: 'refused' }));
      const [listed] = await all(db);
      expect(listed).toMatchObject({
        jurisdiction: HERE,
        sequence: '1',
        userId: 'u1',
        username: 'wang',
        name: '王',
        role: 'fire',
        action: 'import.run',
        subject: '12',
        parameters: { file: 'a.csv', rows: 3, towns: ['t0'] },
        address: '192.0.2.7',
        requestId: 'request-1',
        outcome: 'refused',
      });
      expect(listed?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    }));

  it('of no jurisdiction, or one that does not exist, goes to the log of none', () =>
    inRollback(owner, async (db) => {
      await recordAudit(db, event({ jurisdiction: null }));
      await recordAudit(db, event({ jurisdiction: '999999' }));
      const listed = await all(db, 'none');
      expect(listed.map(({ parameters }) => parameters)).toEqual([{ jurisdiction: '999999' }, {}]);
      expect(await all(db)).toEqual([]);
    }));

  it('is shortened where it is too long, and never refused for what somebody typed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 600 }),
        fc.oneof(fc.string({ unit: 'binary' }), fc.constant('字'.repeat(5000))),
        (subject, value) =>
          inRollback(owner, async (db) => {
            await recordAudit(db, event({ subject, parameters: { value } }));
            const [listed] = await all(db);
            expect(listed?.subject?.length ?? 0).toBeLessThanOrEqual(600);
            expect(JSON.stringify(listed?.parameters).length).toBeLessThanOrEqual(4000);
            expect(await verifyAudit(db, HERE)).toMatchObject([{ fault: null }]);
          }),
      ),
      { numRuns: 40, examples: [['\u0000', '\ud800']] },
    );
  });

  it('has the hash that anybody can compute from what it says', () =>
    inRollback(owner, async (db) => {
      await appendAt(db, HERE, ['2020-01-31T23:59:59.123456Z']);
      // The form of jsonb: what was written in 2020 must be found whole by every later version.
      const text = `["${'00'.repeat(32)}", "${HERE}", 1, "2020-01-31T23:59:59.123456Z", null, null, null, null, "import.run", null, {}, null, null, "done"]`;
      const [listed] = await all(db);
      expect(listed?.hash).toBe(createHash('sha256').update(text).digest('hex'));
    }));
});

describe('the chain', () => {
  it('is one, without a gap, when twenty write at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        owner.db.transaction().execute(async (transaction) => {
          const codes = n % 3 === 0 ? [HERE, THERE] : [THERE];
          for (const jurisdiction of codes)
            await recordAudit(transaction, event({ jurisdiction, subject: String(n) }));
        }),
      ),
    );
    const listed = await all(owner.db, THERE);
    expect(listed.map(({ sequence }) => Number(sequence))).toEqual(
      Array.from({ length: 20 }, (_, n) => 20 - n),
    );
    expect(new Set(listed.map(({ subject }) => subject)).size).toBe(20);
    expect(await verifyAudit(owner.db, null)).toMatchObject([
      { jurisdiction: HERE, events: 7, sequence: '7', fault: null },
      { jurisdiction: THERE, events: 20, sequence: '20', fault: null },
    ]);
  });

  it('leaves no hole where a transaction is rolled back', async () => {
    const before = (await all(owner.db)).length;
    await inRollback(owner, (db) => recordAudit(db, event()));
    await recordAudit(owner.db, event());
    expect(await verifyAudit(owner.db, HERE)).toMatchObject([
      { events: before + 1, sequence: String(before + 1), fault: null },
    ]);
  });

  it('does not go back in time with the clock', () =>
    inRollback(owner, async (db) => {
      const before = await all(db, THERE);
      await appendAt(db, THERE, ['2001-01-01']);
      const [latest] = await all(db, THERE);
      expect(latest?.at).toBe(before[0]?.at);
    }));

  it.each([
    ['UPDATE audit_event SET subject = $$x$$'],
    ['DELETE FROM audit_event'],
    ['TRUNCATE audit_event'],
    ['DELETE FROM audit_chain'],
    ['TRUNCATE audit_chain'],
    ['UPDATE audit_chain SET sequence = sequence - 1'],
    ['UPDATE audit_chain SET hash = decode($$00$$, $$hex$$)'],
    ['UPDATE audit_chain SET anchor_sequence = anchor_sequence - 1'],
  ])('refuses its own owner: %s', async (statement) => {
    await expect(sql.raw(statement).execute(owner.db)).rejects.toThrow('append-only');
  });

  it('refuses its owner the emptying of one month', async () => {
    const { rows } = await sql<{ name: string }>`
      SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'audit_event'::regclass`.execute(
      owner.db,
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const { name } of rows)
      await expect(sql`TRUNCATE ${sql.table(name)}`.execute(owner.db)).rejects.toThrow(
        'append-only',
      );
  });
});

describe('what a superuser does behind its back', () => {
  const TEN = Array.from({ length: 10 }, (_, n) => `2020-0${1 + (n % 3)}-0${1 + n}`).sort();

  async function judge(db: Db, change: () => Promise<unknown>) {
    await appendAt(db, 'none', TEN);
    await withoutTriggers(db, change);
    const [checked] = await verifyAudit(db, 'none');
    return [checked?.fault, checked?.badSequence];
  }
  const run = (db: Db, text: string) =>
    judge(db, () => sql.raw(text.replaceAll('IT', `jurisdiction = 'none'`)).execute(db));

  it.each([
    ['UPDATE audit_event SET outcome = $$done$$ WHERE IT', null, null],
    ['UPDATE audit_event SET subject = $$x$$ WHERE IT AND sequence = 4', 'changed', '4'],
    ['UPDATE audit_event SET at = at + $$1 us$$ WHERE IT AND sequence = 7', 'changed', '7'],
    ['DELETE FROM audit_event WHERE IT AND sequence = 5', 'missing', '5'],
    ['DELETE FROM audit_event WHERE IT AND sequence IN (5, 6, 8)', 'missing', '5'],
    ['DELETE FROM audit_event WHERE IT AND sequence <= 2', 'missing', '1'],
    ['DELETE FROM audit_event WHERE IT AND sequence > 8', 'missing', '9'],
    ['DELETE FROM audit_event WHERE IT', 'missing', '1'],
    ['DELETE FROM audit_chain WHERE IT', 'missing', '11'],
    ['UPDATE audit_chain SET hash = sha256($$x$$) WHERE IT', 'relinked', '10'],
    [
      'UPDATE audit_chain SET sequence = 9, hash = (SELECT hash FROM audit_event WHERE IT AND sequence = 9) WHERE IT',
      'added',
      '10',
    ],
    [
      'UPDATE audit_event SET subject = $$x$$, hash = sha256($$x$$) WHERE IT AND sequence = 3',
      'changed',
      '3',
    ],
  ])('is found: %s', async (text, fault, sequence) => {
    await inRollback(owner, async (db) => {
      expect(await run(db, text)).toEqual([fault, sequence]);
    });
  });

  it('is found where the hash was made to fit: the next event still holds the old one', () =>
    inRollback(owner, async (db) => {
      const outcome = await judge(db, async () => {
        await sql`UPDATE audit_event SET subject = 'x' WHERE jurisdiction = 'none' AND sequence = 3`.execute(
          db,
        );
        await sql`UPDATE audit_event SET hash = audit_event_hash(audit_event) WHERE jurisdiction = 'none' AND sequence = 3`.execute(
          db,
        );
      });
      expect(outcome).toEqual(['relinked', '4']);
    }));

  it('is found whichever event it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom('user_id', 'name', 'role', 'subject', 'address', 'request_id'),
        (sequence, column) =>
          inRollback(owner, async (db) => {
            const outcome = await judge(db, () =>
              sql`UPDATE audit_event SET ${sql.ref(column)} = 'x' WHERE jurisdiction = 'none' AND sequence = ${sequence}`.execute(
                db,
              ),
            );
            expect(outcome).toEqual(['changed', String(sequence)]);
          }),
      ),
      { numRuns: 12 },
    );
  });
});

describe('pruning', () => {
  it('drops whole months that are old enough, and the rest is still a chain', () =>
    inRollback(owner, async (db) => {
      await appendAt(db, 'none', ['2020-01-01', '2020-01-31T23:59:59Z', '2020-02-01']);
      await recordAudit(db, event({ jurisdiction: null }));
      const pruned = await pruneAudit(db, 6);
      expect(pruned).toEqual([{ jurisdiction: 'none', events: 3, anchor: '3' }]);
      expect(await verifyAudit(db, 'none')).toMatchObject([
        { events: 1, sequence: '4', anchor: '3', fault: null },
      ]);
      await withoutTriggers(db, () =>
        sql`DELETE FROM audit_event WHERE jurisdiction = 'none'`.execute(db),
      );
      expect(await verifyAudit(db, 'none')).toMatchObject([{ fault: 'missing', badSequence: '4' }]);
    }));

  it('keeps a month until its last instant is old enough', () =>
    inRollback(owner, async (db) => {
      const { rows } = await sql<{ last: string; before: string }>`
        SELECT to_char(month, 'YYYY-MM-DD') AS last, to_char(month - interval '1 month', 'YYYY-MM-DD') AS before
        FROM date_trunc('month', now() AT TIME ZONE 'UTC' - interval '7 months') AS month`.execute(
        db,
      );
      const { last = '', before = '' } = rows[0] ?? {};
      await appendAt(db, 'none', [`${before}T00:00:00Z`, `${last}T00:00:00Z`]);
      expect(await pruneAudit(db, 8)).toEqual([]);
      expect(await pruneAudit(db, 7)).toEqual([{ jurisdiction: 'none', events: 1, anchor: '1' }]);
      expect(await verifyAudit(db, 'none')).toMatchObject([{ events: 1, fault: null }]);
    }));

  it('is refused for less than six months', () =>
    inRollback(owner, async (db) => {
      await expect(pruneAudit(db, 5)).rejects.toThrow('6 months at least');
    }));
});

describe('somebody', () => {
  it('writes events of their own only, whatever they say', () =>
    inRollback(as('fire'), async (db) => {
      await recordAudit(db, event({ jurisdiction: THERE, by: { ...host, userId: 'u9' } }));
    }));

  it('is named in them by the settings of their transaction', async () => {
    const before = (await all(owner.db)).length;
    await recordAudit(as('fire').db, event({ jurisdiction: THERE, by: { ...host, userId: 'u9' } }));
    const [latest, ...others] = await all(owner.db);
    expect(others).toHaveLength(before);
    expect(latest).toMatchObject({ userId: 'u1', username: 'wang', name: '王', role: 'fire' });
  });

  it('is refused every other way of writing one', async () => {
    const { db } = as('admin');
    for (const text of [
      `INSERT INTO audit_event (jurisdiction, sequence, at, action, parameters, outcome, previous_hash, hash) VALUES ('${HERE}', 99, now(), 'a.b', '{}', 'done', '', '')`,
      `UPDATE audit_event SET subject = 'x'`,
      `DELETE FROM audit_event`,
      `UPDATE audit_chain SET at = now()`,
      `SELECT append_audit(jsonb_populate_record(null::audit_event, '{}'))`,
      `SELECT * FROM prune_audit(6)`,
    ])
      await expect(sql.raw(text).execute(db)).rejects.toMatchObject({ code: '42501' });
  });

  it('without settings writes none', () =>
    inRollback(app, async (db) => {
      await sql`SET LOCAL ROLE zhantu_app`.execute(db);
      await expect(recordAudit(db, event())).rejects.toMatchObject({ code: '42501' });
    }));

  it('reads the log of their jurisdiction as its administrator, and nothing otherwise', async () => {
    const here = (await all(owner.db)).length;
    expect(await all(as('admin').db, null)).toHaveLength(here);
    expect(await all(as('admin').db, THERE)).toEqual([]);
    expect(await all(as('admin', null, THERE).db, null)).toHaveLength(20);
    for (const role of ['commander', 'analyst', 'viewer', 'public'])
      expect(await all(as(role).db, null)).toEqual([]);
    expect(await all(as('admin', ['t0']).db, null)).toEqual([]);
    expect(await all(as('admin', null, 'none').db, null)).toEqual([]);
  });
});

describe('the list', () => {
  it('is filtered by time, person, action, outcome and text', () =>
    inRollback(owner, async (db) => {
      await appendAt(db, 'none', ['2020-05-31T15:59:59.999Z', '2020-05-31T16:00:00Z']);
      const by = { ...host, name: 'deploy_50%' };
      await recordAudit(db, event({ jurisdiction: null, by, outcome: 'failed', subject: 'a_b' }));
      const count = async (more: object) =>
        (
          await listAudit(db, {
            jurisdiction: 'none',
            timezone: 'Asia/Shanghai',
            limit: 9,
            ...more,
          })
        ).length;
      expect(await count({})).toBe(3);
      // Midnight in Shanghai.
      expect(await count({ to: '2020-05-31' })).toBe(1);
      expect(await count({ from: '2020-06-01', to: '2020-06-01' })).toBe(1);
      expect(await count({ who: 'DEPLOY_50%' })).toBe(1);
      expect(await count({ who: 'deploy%' })).toBe(0);
      expect(await count({ outcome: 'failed' })).toBe(1);
      expect(await count({ action: 'user.create' })).toBe(0);
      expect(await count({ text: 'a_b' })).toBe(1);
      expect(await count({ text: 'axb' })).toBe(0);
      expect(await count({ text: `'; DROP TABLE audit_event --\0` })).toBe(0);
    }));

  it('in pages of any size is the whole list', () =>
    inRollback(owner, async (db) => {
      await appendAt(
        db,
        'none',
        Array.from({ length: 7 }, () => '2020-05-31'),
      );
      const whole = await all(db, 'none');
      for (const limit of [1, 2, 3, 7, 8]) {
        const listed: typeof whole = [];
        for (;;) {
          const before = listed.at(-1);
          const page = await listAudit(db, {
            jurisdiction: 'none',
            timezone: 'UTC',
            limit,
            before,
          });
          listed.push(...page);
          if (page.length < limit) break;
        }
        expect(listed).toEqual(whole);
      }
    }));
});
