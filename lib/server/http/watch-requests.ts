import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { Logger } from 'pino';
import { REQUEST_ID_HEADER, readRequestId } from '@/lib/http/request-id';
import { openRequest, type Started } from './requests';
import { routeOf } from './route-patterns';

const ID = REQUEST_ID_HEADER.toLowerCase();

/** Asked for often, and told only to who looks closely. */
const QUIET = new Set(['/_next', '/api/health', '/icon.svg']);

/**
 * Names every request that this process is sent, page or handler or file, and writes a line when it has been answered.
 * At Node's own server, which all ways of serving share: Next tells nobody of the requests that it refuses itself.
 */
export function watchRequests(log: Logger): void {
  subscribe('http.server.request.start', (message) => watch(message as Started, log));
}

function watch(started: Started, log: Logger): void {
  const { request, response } = started;
  const header = request.headers[ID];
  const requestId =
    (typeof header === 'string' ? readRequestId(header) : null) ?? crypto.randomUUID();
  // Pages, handlers and proxy.ts read it here.
  request.headers[ID] = requestId;
  const begun = performance.now();
  const close = openRequest(requestId, started);
  response.once('close', () => {
    const { jurisdiction } = close();
    const route = routeOf(request.url ?? '');
    const line = {
      requestId,
      method: request.method,
      route,
      status: response.statusCode,
      ms: Math.round(performance.now() - begun),
      ...(jurisdiction && { jurisdiction }),
      ...(!response.writableFinished && { aborted: true }),
    };
    if (response.statusCode >= 500) log.warn(line, 'answered');
    else if (QUIET.has(route)) log.debug(line, 'answered');
    else log.info(line, 'answered');
  });
}
