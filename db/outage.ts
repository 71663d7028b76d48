/** Nobody let go of a connection in time. */
export class DatabaseBusyError extends Error {
  override readonly name = 'DatabaseBusyError';
}

/**
 * Why a statement could not be answered, where the fault lies neither in it nor in us: the server is not there, it or
 * the pool has no room, or the time ran out.
 */
export type Outage = 'down' | 'busy' | 'slow';

/** What Node says of a connection that cannot be made or that broke. */
const BROKEN = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);

/** SQLSTATEs, see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const STATES: Readonly<Record<string, Outage>> = {
  // Shut down, crashed, starting up, its database dropped.
  '57P01': 'down',
  '57P02': 'down',
  '57P03': 'down',
  '57P05': 'down',
  // Too many connections.
  '53300': 'busy',
  // statement_timeout, lock_timeout.
  '57014': 'slow',
  '55P03': 'slow',
};

/** What pg says without a code, when the connection under a statement breaks or cannot be had. */
const TOLD_BY_PG: readonly (readonly [RegExp, Outage])[] = [
  [/^Connection terminated/, 'down'],
  [/^Client has encountered a connection error/, 'down'],
  [/^timeout expired$|^timeout exceeded when trying to connect$/, 'busy'],
];

const DEEPEST_CAUSE = 5;

/** The outage behind an error, or behind what caused it; undefined where it is something else. */
export function outageOf(error: unknown, depth = 0): Outage | undefined {
  if (!(error instanceof Error) || depth > DEEPEST_CAUSE) return undefined;
  return outageOfOne(error) ?? outageOf(error.cause, depth + 1);
}

function outageOfOne(error: Error): Outage | undefined {
  // By its name: routes are bundled apart, each with a class of its own.
  if (error.name === 'DatabaseBusyError') return 'busy';
  if ('code' in error && typeof error.code === 'string') {
    if (error.code.startsWith('08')) return 'down';
    const outage = STATES[error.code];
    if (outage) return outage;
    // Of a socket: a file of ours may be missing too.
    if (BROKEN.has(error.code) && 'syscall' in error && error.syscall !== 'open') return 'down';
  }
  return TOLD_BY_PG.find(([pattern]) => pattern.test(error.message))?.[1];
}
