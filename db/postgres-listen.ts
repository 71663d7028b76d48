import pg from 'pg';

const RECONNECT_MILLISECONDS = 1_000;

/**
 * Listens on a connection of its own, which is opened anew whenever it breaks.
 *
 * @param onNotice is called with each payload; with null after a break, when some may have been missed.
 * @returns the way to stop.
 * @throws where the first connection fails.
 */
export async function listenTo(
  url: string,
  channel: string,
  onNotice: (payload: string | null) => void,
): Promise<() => Promise<void>> {
  let isStopped = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const connect = async () => {
    const next = new pg.Client({ connectionString: url, keepAlive: true });
    next.on('error', () => {
      // Told by 'end' too, which connects anew.
    });
    next.on('notification', ({ payload }) => onNotice(payload ?? ''));
    client = next;
    try {
      await next.connect();
      await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await next.end();
      throw error;
    }
    next.once('end', later);
    if (isStopped) await next.end();
  };
  const later = () => {
    if (isStopped) return;
    timer = setTimeout(() => {
      connect().then(() => onNotice(null), later);
    }, RECONNECT_MILLISECONDS);
  };

  await connect();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await client?.end();
  };
}
