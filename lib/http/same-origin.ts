import { ProblemError } from './problem';

/**
 * Refuses what another site had a browser send with its user's cookies.
 *
 * @param origin where people reach the application: `https://map.example.cn`.
 * @throws {ProblemError} 403.
 */
export function requireSameOrigin(headers: Headers, origin: string): void {
  const site = headers.get('sec-fetch-site');
  const isOwn = site === null ? headers.get('origin') === origin : site === 'same-origin';
  if (!isOwn)
    throw new ProblemError(
      403,
      'this was sent from another site: open the page here and try again',
    );
}

/** Reads a JSON body; a form of another site could send none without asking first. */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type))
    throw new ProblemError(415, 'send JSON, as Content-Type: application/json');
  try {
    return await request.json();
  } catch {
    throw new ProblemError(400, 'the body is not JSON');
  }
}
