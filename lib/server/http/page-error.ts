import 'server-only';
import { type Outage, outageOf } from '@/db/outage';
import { readRequestId } from '@/lib/http/request-id';
import { log } from '../log';

/** What Next says of a request whose page or action threw. */
export type FailedRequest = {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** `/jobs/[id]`, without what stands for the brackets. */
  readonly route: string;
};

/** Writes what a page or server action threw to the log. Handlers write their own: see `route()`. */
export function logPageError(error: unknown, { headers, route }: FailedRequest): void {
  const id = headers['x-request-id'];
  const requestId = typeof id === 'string' ? readRequestId(id) : null;
  const outage: Outage | undefined = outageOf(error);
  const line = { requestId, route, err: error };
  if (outage) log().warn({ ...line, outage }, 'the database could not answer');
  else log().error(line, 'a bug');
}
