import type { PostgresQueryResult } from 'kysely';
import type { Connection, Database } from './client';
import { parameterText } from './embedded/parameter-text';

/** For whom a database is asked: what the policies of migrations/0008_row_level_security.sql go by. */
export type ActorSettings = {
  readonly jurisdiction: string;
  readonly role: string;
  /** Ids of the towns whose rows they see; null: all. */
  readonly towns: readonly string[] | null;
  readonly userId: string | null;
};

/**
 * The same database as somebody sees it. Every statement runs in a transaction that began as the role `zhantu_app`,
 * which owns nothing, with their settings; a transaction or session of the caller's own begins so once. Closing it
 * leaves the pool open.
 *
 * Only statements that read or write rows are taken, one at a time: none could change the role or the settings.
 *
 * @throws {RangeError} for a setting that holds a null character.
 */
export function forActor(database: Database, settings: ActorSettings): Database {
  const assume = assumeStatements(settings);
  return database.wrapped((connection) => actorConnection(connection, assume));
}

/** Local to the transaction, so that its end takes them away whatever happens in between. */
function assumeStatements({ jurisdiction, role, towns, userId }: ActorSettings): string {
  const settings = {
    jurisdiction,
    role,
    towns: towns === null ? '*' : (parameterText(towns) ?? ''),
    user: userId ?? '',
  };
  const statements = Object.entries(settings).map(
    ([name, value]) => `SET LOCAL app."${name}" = ${literal(value)}`,
  );
  return [...statements, 'SET LOCAL ROLE zhantu_app'].join('; ');
}

/** The form in which a backslash means the same whatever standard_conforming_strings says. */
function literal(text: string): string {
  if (text.includes('\0')) throw new RangeError('a setting must not hold a null character');
  return `E'${text.replace(/[\\']/g, '$&$&')}'`;
}

const BEGIN = /^(begin|start transaction( isolation level [a-z ]+?)?( read only| read write)?)$/i;
const END = /^(commit|rollback)$/i;
const ROWS = /^[\s(]*(select|with|values|table|insert|update|delete|merge|explain)\b/i;
const SAVEPOINT = /^(savepoint|release|rollback to)\s/i;

/** What kysely's transactions send, and statements on rows; never a second statement in the same text. */
function refuseOthers(sql: string, parameters: readonly unknown[]): void {
  if (!ROWS.test(sql) && !SAVEPOINT.test(sql))
    throw new Error(`only rows are read and written here: ${sql.slice(0, 40)}`);
  // With parameters the protocol itself takes one statement only.
  if (parameters.length === 0 && sql.includes(';'))
    throw new Error(
      `one statement at a time, and no semicolon without parameters: ${sql.slice(0, 40)}`,
    );
}

type Outcome = PostgresQueryResult<unknown>;

function actorConnection(connection: Connection, assume: string): Connection {
  /** Begun, and not known to have ended. */
  let isOpen = false;
  let isReleased = false;

  async function send(sql: string, parameters: readonly unknown[] = []): Promise<Outcome> {
    // Whom an aborted caller gave up must not go on: on the embedded backend the next holder has begun.
    if (isReleased) throw new Error('the connection has been released');
    return connection.query<unknown>(sql, [...parameters]);
  }

  async function begin(sql: string): Promise<Outcome> {
    if (isOpen) throw new Error('a transaction is open already');
    isOpen = true;
    try {
      return await send(`${sql}; ${assume}`);
    } catch (error) {
      await end('rollback').catch(() => {});
      throw error;
    }
  }

  async function end(sql: string): Promise<Outcome> {
    const outcome = await send(sql);
    isOpen = false;
    return outcome;
  }

  async function inOwnTransaction(sql: string, parameters: readonly unknown[]): Promise<Outcome> {
    await begin('begin');
    try {
      const outcome = await send(sql, parameters);
      await end('commit');
      return outcome;
    } catch (error) {
      // Should this fail too, the transaction counts as open, and the connection is not used again.
      if (isOpen) await end('rollback').catch(() => {});
      throw error;
    }
  }

  async function query(sql: unknown, parameters: readonly unknown[] = []): Promise<Outcome> {
    if (typeof sql !== 'string') throw new Error('an actor reads no cursors');
    if (BEGIN.test(sql)) return begin(sql);
    if (END.test(sql)) return end(sql);
    refuseOthers(sql, parameters);
    return isOpen ? send(sql, parameters) : inOwnTransaction(sql, parameters);
  }

  const refuseCopy = async () => {
    throw new Error('imports run as the owner: an actor copies no files');
  };
  const actor = {
    query,
    copyFrom: refuseCopy,
    copyBinary: refuseCopy,
    release(destroy?: boolean) {
      if (isReleased) return;
      // The embedded backend goes on with this very session; on a server the connection ends besides.
      if (isOpen) connection.query('rollback', []).catch(() => {});
      isReleased = true;
      connection.release(isOpen || destroy === true);
    },
  };
  // kysely's type has overloads for cursors, which `query` refuses.
  return actor as unknown as Connection;
}
