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
