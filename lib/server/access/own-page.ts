import 'server-only';
import { requireSameOrigin } from '@/lib/http/same-origin';
import { onceAnHour } from '../audit/once-an-hour';
import { recordForUser } from './account-events';
import { entranceOf } from './auth';
import { visitorOf } from './request-actor';

/**
 * Refuses what another site had a browser send with its user's cookies; the audit log is told.
 *
 * @throws {ProblemError} 403.
 */
export async function requireOwnPage(request: Request): Promise<void> {
  try {
    requireSameOrigin(request.headers, entranceOf(request.headers).origin);
  } catch (error) {
    await recordCrossSite(request);
    throw error;
  }
}

/** Writes down that another site tried to use somebody's session; once an hour for each path. */
export async function recordCrossSite({ headers, url }: Request): Promise<void> {
  const visitor = await visitorOf(headers);
  if (!visitor) return;
  const { userId, name, from } = visitor;
  const { pathname } = new URL(url);
  await onceAnHour().run(userId, `cross-site ${pathname}`, Date.now(), () =>
    recordForUser(
      { userId, name, from },
      {
        action: 'access.cross_site',
        subject: pathname,
        parameters: { origin: headers.get('origin')?.slice(0, 200) ?? null },
        outcome: 'refused',
      },
    ),
  );
}
