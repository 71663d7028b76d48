import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { forActor } from '@/db/actor-database';
import { openTestDatabase } from '@/db/testing/database';
import { insertTenants, TENANTS } from '@/db/testing/tenants-fixture';
import { ConflictError, UserError } from '@/lib/user-error';
import { changeCalendar, readCalendar } from './working-days';

const owner = await openTestDatabase();
await insertTenants(owner.db);
const [HERE, ELSEWHERE] = TENANTS;
const ADMIN = {
  ...{ userId: 'u1', name: 'admin', role: 'admin', towns: null },
  jurisdiction: HERE,
} as const;
const { db } = forActor(owner, ADMIN);
const of = (year: number) => ({ jurisdiction: HERE, year });
const OFF = { day: '2026-10-01', isWorking: false, name: '国庆节' };
const WORK = { day: '2026-10-10', isWorking: true, name: null };

describe('the calendar of a year', () => {
  it('is entered, changed, and in the audit log with what went and what came', async () => {
    expect(await readCalendar(db, of(2026))).toMatchObject({ version: 0, days: [] });
    expect(await changeCalendar(db, of(2026), { version: 0, days: [OFF, WORK] }, ADMIN)).toBe(1);
    const renamed = { ...OFF, name: '国庆' };
    expect(await changeCalendar(db, of(2026), { version: 1, days: [renamed] }, ADMIN)).toBe(2);
    expect(await readCalendar(db, of(2026))).toMatchObject({
      ...{ version: 2, changedBy: 'admin', days: [renamed], enteredYears: [2020, 2026] },
    });
    const { rows } = await sql<{ parameters: unknown }>`
      SELECT parameters FROM audit_event WHERE jurisdiction = ${HERE} AND action = 'calendar.change'
      ORDER BY sequence DESC LIMIT 1`.execute(owner.db);
    expect(rows[0]?.parameters).toEqual({
      year: 2026,
      removed: ['2026-10-01 off 国庆节', '2026-10-10 work'],
      added: ['2026-10-01 off 国庆'],
    });
  });

  it('is read with its neighbours, into which deadlines run', async () => {
    const day = { day: '2031-01-01', isWorking: false, name: null };
    await changeCalendar(db, of(2031), { version: 0, days: [day] }, ADMIN);
    for (const year of [2030, 2031, 2032])
      expect((await readCalendar(db, of(year))).days).toEqual([day]);
    expect((await readCalendar(db, of(2033))).days).toEqual([]);
  });

  it('tells the second of two that the first has changed it, and keeps the first one', async () => {
    const days = [{ day: '2040-05-01', isWorking: false, name: null }];
    const both = await Promise.allSettled([
      changeCalendar(db, of(2040), { version: 0, days }, ADMIN),
      changeCalendar(db, of(2040), { version: 0, days: [] }, ADMIN),
    ]);
    const refused = both.filter((each) => each.status === 'rejected');
    expect(refused.map(({ reason }) => reason)).toEqual([expect.any(ConflictError)]);
    const { version, days: kept } = await readCalendar(db, of(2040));
    expect({ version, kept }).toEqual({
      version: 1,
      kept: both[0]?.status === 'fulfilled' ? days : [],
    });
  });

  it('takes no day of another year, at the door and in the database', async () => {
    expect(() => changeCalendar(db, of(2027), { version: 0, days: [OFF] }, ADMIN)).toThrow(
      UserError,
    );
    await expect(
      sql`INSERT INTO calendar_day (jurisdiction, year, day, is_working) VALUES (${HERE}, 2020, '2021-01-01', false)`.execute(
        owner.db,
      ),
    ).rejects.toThrow(/check constraint/);
  });

  it.each(['commander', 'analyst', 'viewer'])('is read by a %s and not changed', async (role) => {
    const theirs = forActor(owner, { ...ADMIN, role }).db;
    expect((await readCalendar(theirs, of(2020))).days).toHaveLength(1);
    await expect(
      changeCalendar(theirs, of(2020), { version: 1, days: [] }, ADMIN),
    ).rejects.toThrow();
    expect((await readCalendar(db, of(2020))).days).toHaveLength(1);
  });

  it('of another jurisdiction stays as it is', async () => {
    const theirs = { jurisdiction: ELSEWHERE, year: 2020 };
    await expect(changeCalendar(db, theirs, { version: 1, days: [] }, ADMIN)).rejects.toThrow();
    expect((await readCalendar(db, theirs)).days).toEqual([]);
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM calendar_day WHERE jurisdiction = ${ELSEWHERE}`.execute(
      owner.db,
    );
    expect(rows).toEqual([{ n: 1 }]);
  });
});
