import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { insertJurisdiction } from '@/db/testing/builders';
import { openTestDatabase } from '@/db/testing/database';
import { serve } from '@/lib/server/testing/serve';
import { runInProcess } from './testing/run-in-process';

const { db, ...rest } = await openTestDatabase();
serve({ db, ...rest });

const audit = (...words: string[]) => runInProcess('audit', ...words);

/** Nine months ago, as only the owner can write it. */
async function writeOldEvent(): Promise<void> {
  await sql`
    SELECT append_audit(jsonb_populate_record(NULL::audit_event, jsonb_build_object(
      'jurisdiction', '330784', 'at', now() - interval '9 months', 'action', 'import.run', 'parameters', '{}'::jsonb,
      'outcome', 'done')))`.execute(db);
}

beforeAll(async () => {
  await insertJurisdiction(db, { code: '330784' });
  await insertJurisdiction(db, { code: '330785' });
  await writeOldEvent();
  await runInProcess('facts', 'rebuild', '--jurisdiction', '330784');
  await runInProcess('facts', 'rebuild', '--jurisdiction', '330785');
});

describe('zhantu audit', () => {
  it('lists what was done, of one jurisdiction or of all', async () => {
    const listed = await audit('list', '--jurisdiction', '330785', '--json');
    expect(listed).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { jurisdiction: '330785', sequence: '1', action: 'facts.rebuild', role: 'host' },
    ]);
    const all = await audit('list', '--action', 'facts.rebuild');
    expect(all.stdout.match(/facts\.rebuild/g)).toHaveLength(2);
    const none = await audit('list', '--who', 'nobody-of-that-name', '--json');
    expect(JSON.parse(none.stdout)).toEqual([]);
  });

  it.each([
    ['list', '--jurisdiction', '999999'],
    ['list', '--from', 'yesterday'],
    ['list', '--outcome', 'good'],
    ['prune', '--keep-months', '5'],
    ['prune'],
  ])('refuses %s %s %s in one line', async (...words) => {
    const { status, stdout, stderr } = await audit(...words);
    expect(status).toBe(words.includes('999999') ? 1 : 2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^[^\n]+\n(?:\(add --help for the options\)\n)?$/);
  });

  it('prunes whole months that are old enough, says so in the log, and leaves a whole chain', async () => {
    const pruned = await audit('prune', '--keep-months', '6');
    expect(pruned).toMatchObject({ status: 0, stdout: '330784: 1 events went, to no. 1\n' });
    const again = await audit('prune', '--keep-months', '6');
    expect(again.stdout).toBe('nothing is older than 6 months\n');
    const listed = await audit('list', '--jurisdiction', '330784', '--json');
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { action: 'audit.prune', parameters: { events: 1, anchor: '1', keepMonths: 6 } },
      { action: 'facts.rebuild', sequence: '2' },
    ]);
    const verified = await audit('verify');
    expect(verified).toMatchObject({ status: 0, stderr: '' });
    expect(verified.stdout).toMatch(
      /^330784: 2 events, whole, begins behind no\. 1, ends with no\. 3 [0-9a-f]{64}$/m,
    );
  });

  it('names the first event that is not as it was written, and fails', async () => {
    await sql`ALTER TABLE audit_event DISABLE TRIGGER append_only`.execute(db);
    await sql`UPDATE audit_event SET name = 'somebody else' WHERE jurisdiction = '330785'`.execute(
      db,
    );
    await sql`ALTER TABLE audit_event ENABLE TRIGGER append_only`.execute(db);
    const { status, stdout, stderr } = await audit('verify');
    expect(status).toBe(1);
    expect(stdout).toContain('330784: 2 events, whole');
    expect(stdout).toContain('330785: 1 events, broken');
    expect(stderr).toBe(
      'zhantu: the audit log is not as it was written: event 1 of 330785 is changed; compare it with a backup\n',
    );
    const json = await audit('verify', '--jurisdiction', '330785', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject([{ fault: 'changed', badSequence: '1' }]);
  });
});
