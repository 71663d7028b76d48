import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyStream } from 'pg-copy-streams';
import {
  type Connection,
  type ConnectionPool,
  type Database,
  databaseOver,
  type QueryListener,
} from './client';
import { listenTo } from './postgres-listen';
import { BINARY_COPY_HEADER, BINARY_COPY_TRAILER } from './sql/copy-binary';
import { TEXT_TYPE_OIDS } from './types';

export type PostgresOptions = {
  url: string;
  /** Connections at most; requests beyond wait. */
  poolSize?: number;
  /** Absent: everything may take as long as it likes. */
  limits?: StatementLimits;
  onQuery?: QueryListener;
};

/** After how many milliseconds an error ends it. */
type StatementLimits = {
  readonly statement: number;
  /** Waiting for a lock. */
  readonly lock: number;
  /** Waiting for a connection, new or free again. */
  readonly connect: number;
};

const textOids = new Set<number>(Object.values(TEXT_TYPE_OIDS));

/** Our own parsers, for this pool only: other users of pg in the process keep theirs. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    textOids.has(oid)
      ? (text: string) => text
      : pg.types.getTypeParser(oid, format as 'text')) as never,
};

/** A PostgreSQL server with PostGIS, by its connection URL. */
export function openPostgres({ url, poolSize = 10, limits, onQuery }: PostgresOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    types,
    keepAlive: true,
    // A statement here takes milliseconds; compiling a long one takes seconds, and its estimates invite that.
    options: '-c jit=off',
    ...(limits && {
      statement_timeout: limits.statement,
      lock_timeout: limits.lock,
      connectionTimeoutMillis: limits.connect,
    }),
  });
  // An idle connection may be cut by the server; the pool opens another, so there is nothing to do but not crash.
  pool.on('error', () => {});
  // Nor while it is in use: the statement under way, or the next one, fails and tells why.
  pool.on('connect', (client) => client.on('error', () => {}));
  const withCopy: ConnectionPool = {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => addCopy(await pool.connect()),
  };
  return {
    ...databaseOver('postgres', withCopy, onQuery),
    listen: (channel, onNotice) => listenTo(url, channel, onNotice),
  };
}

function addCopy(client: pg.PoolClient): Connection {
  const copy: Pick<Connection, 'copyFrom' | 'copyBinary'> = {
    async copyFrom(table, columns, chunks) {
      const statement = `COPY ${table} (${columns.join(', ')}) FROM STDIN`;
      await pipeline(Readable.from(chunks), client.query(copyStream(statement)));
    },
    async copyBinary(table, columns, tuples) {
      const statement = `COPY ${table} (${columns.join(', ')}) FROM STDIN (FORMAT binary)`;
      await pipeline(Readable.from(framed(tuples)), client.query(copyStream(statement)));
    },
  };
  return Object.assign(client, copy) as unknown as Connection;
}

async function* framed(tuples: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield BINARY_COPY_HEADER;
  yield* tuples;
  yield BINARY_COPY_TRAILER;
}
