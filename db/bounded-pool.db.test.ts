import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { forActor } from './actor-database';
import { DatabaseBusyError, outageOf } from './outage';
import { openTestDatabase } from './testing/database';

const database = await openTestDatabase();
/** Connections of the pool: see openTestDatabase(). */
const ALL = database.backend === 'embedded' ? 1 : 4;
const one = sql<{ n: number }>`SELECT 1 AS n`;

/** Holds every connection of the pool until it is told to let go. */
async function holdAll(): Promise<() => Promise<void>> {
  const letGo = Promise.withResolvers<void>();
  const held: Promise<void>[] = [];
  const begun = Array.from({ length: ALL }, () => {
    const begins = Promise.withResolvers<void>();
    held.push(
      database.session(async () => {
        begins.resolve();
        await letGo.promise;
      }),
    );
    return begins.promise;
  });
  await Promise.all(begun);
  return async () => {
    letGo.resolve();
    await Promise.all(held);
  };
}

it('refuses who has waited long enough, and goes on when there is room', async () => {
  const bounded = database.bounded({ milliseconds: 20, waiting: 10 });
  const letGo = await holdAll();
  await expect(one.execute(bounded.db)).rejects.toThrow(DatabaseBusyError);
  await expect(bounded.session(async () => {})).rejects.toThrow('within 20 ms');
  await letGo();
  expect((await one.execute(bounded.db)).rows).toEqual([{ n: 1 }]);
});

it('refuses at once where too many wait already', async () => {
  const bounded = database.bounded({ milliseconds: 60_000, waiting: 2 });
  const letGo = await holdAll();
  const waiting = [one.execute(bounded.db), one.execute(bounded.db)];
  await expect(one.execute(bounded.db)).rejects.toThrow('2 wait for the database already');
  await letGo();
  for (const { rows } of await Promise.all(waiting)) expect(rows).toEqual([{ n: 1 }]);
});

it('loses no connection to those who gave up, nor leaves one to an actor’s settings', async () => {
  const bounded = database.bounded({ milliseconds: 1, waiting: 100 });
  const actor = forActor(bounded, {
    jurisdiction: '330784',
    role: 'viewer',
    towns: null,
    userId: null,
  });
  const letGo = await holdAll();
  const refused = await Promise.allSettled(Array.from({ length: 20 }, () => one.execute(actor.db)));
  expect(refused.map(({ status }) => status)).toEqual(Array(20).fill('rejected'));
  await letGo();
  // All of the pool's connections again, at the same time.
  await (await holdAll())();
  const { rows } = await sql<{ who: string }>`SELECT current_user AS who`.execute(database.db);
  expect(rows[0]?.who).not.toBe('zhantu_app');
});

it('takes being refused for an outage, wherever it is thrown', async () => {
  const bounded = database.bounded({ milliseconds: 1, waiting: 1 });
  const letGo = await holdAll();
  const error: unknown = await one.execute(bounded.db).catch((thrown: unknown) => thrown);
  expect(outageOf(error)).toBe('busy');
  expect(outageOf(new Error('outer', { cause: error }))).toBe('busy');
  await letGo();
});
