import 'server-only';
import { z } from 'zod';
import { ProblemError, problem } from '@/lib/http/problem';
import { readText, requireJson } from '@/lib/http/read-body';
import { requestIdOf } from '@/lib/http/request-id';
import { findAsker, recordAnswer } from './account-events';
import { auth, entranceOf } from './auth';
import { OIDC_PROVIDER } from './create-auth';
import { recordCrossSite } from './own-page';

/** All that is open of better-auth's paths: no signing up, no list of sessions with their tokens, no renaming. */
const OPEN: Readonly<Record<string, readonly string[]>> = {
  GET: [`/callback/${OIDC_PROVIDER}`],
  POST: [
    '/sign-in/username',
    '/sign-in/demo',
    '/sign-in/social',
    '/two-factor/verify-totp',
    '/two-factor/verify-backup-code',
    '/two-factor/enable',
    '/two-factor/disable',
    '/change-password',
    '/sign-out',
    '/revoke-sessions',
  ],
};

/** The largest body that any of them takes, in bytes. */
const MAXIMUM_BODY = 4096;

/** What a page may know of an answer: the session's token, above all, is for the cookie alone. */
const Told = z.object({
  twoFactorRedirect: z.boolean().optional(),
  totpURI: z.string().optional(),
  backupCodes: z.array(z.string()).optional(),
  url: z.string().nullish(),
});

const Failure = z.object({ code: z.string().optional(), message: z.string().optional() });

/**
 * Answers a request below /api/auth. What changes something is taken from our own pages only, as JSON.
 *
 * @param path behind /api/auth, with its leading slash.
 */
export async function answerAuth(request: Request, path: string): Promise<Response> {
  if (!OPEN[request.method]?.includes(path)) throw new ProblemError(404, 'there is nothing here');
  const entrance = entranceOf(request.headers);
  const isChange = request.method === 'POST';
  if (isChange) await refuseForeign(request, entrance.origin);
  const { search } = new URL(request.url);
  const body = isChange ? (await readText(request, MAXIMUM_BODY)) || '{}' : undefined;
  const asker = await findAsker(path, request.headers, body);
  const response = await (await auth(entrance)).handler(
    new Request(`${entrance.origin}/api/auth${path}${search}`, {
      method: request.method,
      headers: request.headers,
      ...(body !== undefined && { body }),
    }),
  );
  await recordAnswer(path, request.headers, asker, response);
  return isChange ? told(response, requestIdOf(request.headers)) : response;
}

async function refuseForeign(request: Request, origin: string): Promise<void> {
  if (request.headers.get('origin') !== origin) {
    await recordCrossSite(request);
    throw new ProblemError(403, 'only this application’s own pages may ask for that');
  }
  requireJson(request.headers);
}

async function told(response: Response, requestId: string): Promise<Response> {
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  const answer = response.ok
    ? Response.json(Told.catch({}).parse(body), { headers: { 'Cache-Control': 'no-store' } })
    : failure(response, Failure.catch({}).parse(body), requestId);
  for (const cookie of response.headers.getSetCookie()) answer.headers.append('Set-Cookie', cookie);
  return answer;
}

function failure(
  response: Response,
  { code, message }: z.infer<typeof Failure>,
  requestId: string,
): Response {
  const isTooMany = response.status === 429;
  const answer = problem(response.status, message ?? 'that did not work', {
    code: code ?? (isTooMany ? 'TOO_MANY_REQUESTS' : 'FAILED'),
    requestId,
  });
  const wait = response.headers.get('Retry-After') ?? response.headers.get('X-Retry-After');
  if (wait) answer.headers.set('Retry-After', wait);
  return answer;
}
