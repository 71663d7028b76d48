import 'server-only';
import type { Database } from '@/db/client';
import { findJurisdiction } from '@/db/queries/jurisdictions';
import { hasUsers, insertUser, listDemoUsernames, setMembership } from '@/db/queries/users';
import { addressOf } from '@/lib/accounts/username';
import { appDatabase } from '../database';
import { DEMO_CODE } from '../demo/demo-jurisdiction';
import type { Role } from './actor';
import { isDemoServed } from './auth';

type DemoPerson = {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  /** Ids of their towns; null: all. */
  readonly towns: readonly string[] | null;
};

const GUSHAN = '330784108';

/** One of each kind of person that the product is for. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { username: 'demo-commander', name: '演示·指挥长', role: 'commander', towns: null },
  { username: 'demo-traffic', name: '演示·交警', role: 'traffic', towns: null },
  { username: 'demo-fire', name: '演示·消防员', role: 'fire', towns: null },
  { username: 'demo-grid', name: '演示·网格员', role: 'grid_worker', towns: [GUSHAN] },
  { username: 'demo-department', name: '演示·部门干部', role: 'department', towns: null },
  { username: 'demo-analyst', name: '演示·分析员', role: 'analyst', towns: null },
];

/** Whom one may sign in as with one click: nobody where no demo is served, or no demo city is there. */
export async function listDemoPeople(): Promise<Pick<DemoPerson, 'username' | 'role'>[]> {
  if (!isDemoServed()) return [];
  const known = new Set(await listDemoUsernames((await appDatabase()).db));
  return DEMO_PEOPLE.filter(({ username }) => known.has(username)).map(({ username, role }) => ({
    username,
    role,
  }));
}

/** Whether the way in is still to be made: no account at all, nobody of a demo either. */
export async function isUnused(): Promise<boolean> {
  const { db } = await appDatabase();
  return !(await hasUsers(db)) && (await listDemoPeople()).length === 0;
}

/** Adds whoever of them is not there yet. Without the demo city there are none: they belong to nothing else. */
export async function ensureDemoPeople({ db }: Database): Promise<void> {
  const city = await findJurisdiction(db, DEMO_CODE);
  if (!city?.isDemo) return;
  await db.transaction().execute(async (transaction) => {
    for (const { username, name, role, towns } of DEMO_PEOPLE) {
      const person = { id: username, username, name, email: addressOf(username), isDemo: true };
      if (!(await insertUser(transaction, person))) continue;
      await setMembership(transaction, username, {
        jurisdiction: DEMO_CODE,
        role,
        towns: towns && [...towns],
      });
    }
  });
}
