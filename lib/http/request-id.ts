/** Names one request in its answer, in problem documents and in the log. */
export const REQUEST_ID_HEADER = 'X-Request-Id';

/** What proxies in front make of it: UUIDs, hexadecimal, ULIDs. Nothing that could break a line of a log or a page. */
const WELL_FORMED = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/;

/** The id that a request brought along, where it is one. */
export function readRequestId(text: string | null | undefined): string | null {
  return text && WELL_FORMED.test(text) ? text : null;
}

/** The id that a request brought along, else a new one. */
export function requestIdOf(headers: Headers): string {
  return readRequestId(headers.get(REQUEST_ID_HEADER)) ?? crypto.randomUUID();
}
