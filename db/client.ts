import { type CompiledQuery, Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { boundedPool, type WaitLimits } from './bounded-pool';
import type { DB } from './schema';

/** What a query needs: the whole database, or a transaction on it. */
export type Db = Kysely<DB>;

/** One reserved connection inside a transaction. */
export type Session = {
  readonly db: Db;
  /**
   * Loads rows with COPY, the fastest way in.
   *
   * @param chunks COPY text format: see `copyLine` in sql/copy-text.ts. Each chunk ends at the end of a line.
   */
  copyFrom(table: string, columns: readonly string[], chunks: AsyncIterable<string>): Promise<void>;
  /** The same in COPY's binary format. @param tuples whole rows: see `BinaryTuples` in sql/copy-binary.ts. */
  copyBinary(
    table: string,
    columns: readonly string[],
    tuples: AsyncIterable<Uint8Array>,
  ): Promise<void>;
};

export type Database = {
  readonly backend: 'postgres' | 'embedded';
  readonly db: Db;
  /** Runs `work` in one transaction on one connection: committed when it returns, rolled back when it throws. */
  session<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** The same pool, each connection that it hands out being wrapped; closing it leaves the pool open. */
  wrapped(wrap: (connection: Connection) => Connection): Database;
  /** The same pool for callers who wait so long only, else get a DatabaseBusyError; closing it leaves the pool open. */
  bounded(limits: WaitLimits): Database;
  /**
   * Calls `onNotice` with the payload of each NOTIFY of a channel; with null when some may have been missed. Absent
   * where no other process can send any.
   *
   * @returns the way to stop.
   */
  readonly listen?: (
    channel: string,
    onNotice: (payload: string | null) => void,
  ) => Promise<() => Promise<void>>;
  close(): Promise<void>;
};

/** A connection that both backends can give: kysely's pool client, and COPY. */
export type Connection = Awaited<ReturnType<PostgresPool['connect']>> & {
  copyFrom: Session['copyFrom'];
  copyBinary: Session['copyBinary'];
};

/** A pool of such connections. */
export type ConnectionPool = Omit<PostgresPool, 'connect'> & { connect(): Promise<Connection> };

/** Called with each statement that ran; for logs and for tests that count statements. */
export type QueryListener = (query: CompiledQuery, milliseconds: number) => void;

/** Wraps a pool of either backend as a {@link Database}. */
export function databaseOver(
  backend: Database['backend'],
  pool: ConnectionPool,
  onQuery?: QueryListener,
): Database {
  return {
    backend,
    db: kyselyOver(pool, onQuery),
    async session(work) {
      const connection = await pool.connect();
      const db = kyselyOver(reserved(connection), onQuery);
      let broken = false;
      try {
        return await db.transaction().execute((transaction) =>
          work({
            db: transaction,
            copyFrom: connection.copyFrom.bind(connection),
            copyBinary: connection.copyBinary.bind(connection),
          }),
        );
      } catch (error) {
        // A failed COPY can leave the protocol half-way; such a connection is not used again.
        broken = true;
        throw error;
      } finally {
        connection.release(broken);
      }
    },
    wrapped(wrap) {
      const outer: ConnectionPool = {
        options: pool.options,
        connect: async () => wrap(await pool.connect()),
        end: async () => {},
      };
      return databaseOver(backend, outer, onQuery);
    },
    bounded: (limits) => databaseOver(backend, boundedPool(pool, limits), onQuery),
    async close() {
      await pool.end();
    },
  };
}

function kyselyOver(pool: PostgresPool, onQuery: QueryListener | undefined): Db {
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    ...(onQuery && {
      log: (event) => {
        if (event.level === 'query') onQuery(event.query, event.queryDurationMillis);
      },
    }),
  });
}

/** A pool that always hands out the same connection and never lets it go: its owner does. */
function reserved(connection: Connection): PostgresPool {
  const client = {
    query: connection.query.bind(connection),
    release() {},
  } as Connection;
  return { options: {}, connect: async () => client, end: async () => {} };
}
