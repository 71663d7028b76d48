import { DatabaseBusyError } from './outage';

/** How long, and how many at a time, may wait for a connection. */
export type WaitLimits = { readonly milliseconds: number; readonly waiting: number };

type Connection = { release(): void };
type Pool<C extends Connection, Options> = { options: Options; connect(): Promise<C> };

/**
 * The same pool for callers who would rather be refused than wait for ever. Closing it leaves the pool open.
 *
 * Its `connect` throws {@link DatabaseBusyError} when the time is up, or at once where too many wait already.
 */
export function boundedPool<C extends Connection, Options>(
  pool: Pool<C, Options>,
  { milliseconds, waiting }: WaitLimits,
): Pool<C, Options> & { end(): Promise<void> } {
  let count = 0;
  return {
    options: pool.options,
    end: async () => {},
    async connect() {
      if (count >= waiting) throw new DatabaseBusyError(`${count} wait for the database already`);
      count++;
      try {
        return await inTime(pool.connect(), milliseconds);
      } finally {
        count--;
      }
    },
  };
}

async function inTime<C extends Connection>(
  connecting: Promise<C>,
  milliseconds: number,
): Promise<C> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, milliseconds, 'late');
  });
  const first = await Promise.race([connecting, late]).finally(() => clearTimeout(timer));
  if (first !== 'late') return first;
  // Nobody wants it any more when it comes: the next one in the queue does.
  connecting.then(
    (connection) => connection.release(),
    () => {},
  );
  throw new DatabaseBusyError(`no connection was free within ${milliseconds} ms`);
}
