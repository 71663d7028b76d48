import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import { ZodError } from 'zod';
import { type Outage, outageOf } from '@/db/outage';
import { ProblemError, type ProblemMore, problem } from '@/lib/http/problem';
import { REQUEST_ID_HEADER, requestIdOf } from '@/lib/http/request-id';
import { ConflictError, NotFoundError, TooLargeError, UserError } from '@/lib/user-error';
import { log } from '../log';

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/**
 * Wraps a route handler so that it may throw: expected failures become RFC 9457 problem documents, an outage of the
 * database 503, and a bug is written to the log and answered without its text. Every answer names its request.
 */
export function route<Context>(handler: Handler<Context>): Handler<Context> {
  return async (request, context) => {
    const requestId = requestIdOf(request.headers);
    try {
      // In an address it means something to no route, and no text of a database can hold it.
      if (request.url.includes('%00')) throw new ProblemError(400, 'the address holds a null byte');
      return named(await handler(request, context), requestId);
    } catch (error) {
      // Redirects and the like are thrown, too.
      unstable_rethrow(error);
      return named(answerTo(error, requestId), requestId);
    }
  };
}

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

const refusals = new WeakSet<object>();

/** Whether a handler is one of {@link otherMethods}; for tests that walk through all routes. */
export function isRefusal(handler: unknown): boolean {
  return typeof handler === 'function' && refusals.has(handler);
}

/** Handlers for the methods that a route does not have: 405, with those that it has. */
export function otherMethods<Known extends Method>(
  ...known: readonly Known[]
): Record<Exclude<Method, Known>, Handler<unknown>> {
  const takes: readonly Method[] = known;
  const allow = takes.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  const refuse = route(async () =>
    problem(405, `this takes ${allow.join(', ')}`, { headers: { Allow: allow.join(', ') } }),
  );
  refusals.add(refuse);
  const others = METHODS.filter((method) => !takes.includes(method));
  return Object.fromEntries(others.map((method) => [method, refuse])) as Record<
    Exclude<Method, Known>,
    Handler<unknown>
  >;
}

function named(response: Response, requestId: string): Response {
  // A redirect's own headers cannot be changed.
  const headers = new Headers(response.headers);
  headers.set(REQUEST_ID_HEADER, requestId);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

function answerTo(error: unknown, requestId: string): Response {
  if (error instanceof ZodError) return invalidRequest(error, requestId);
  if (error instanceof ProblemError)
    return problem(error.status, error.message, { requestId, code: error.code });
  if (error instanceof UserError)
    return problem(statusOf(error), error.message, { requestId, code: codeOf(error) });
  const outage = outageOf(error);
  if (outage) {
    log().warn({ requestId, outage, err: error }, 'the database could not answer');
    return unavailable(outage, requestId);
  }
  log().error({ requestId, err: error }, 'a bug');
  return problem(500, 'something went wrong here: tell your administrator the request id', {
    requestId,
  });
}

function codeOf(error: UserError): string | undefined {
  return error.code ?? (error instanceof ConflictError ? 'CONFLICT' : undefined);
}

function statusOf(error: UserError): number {
  if (error instanceof ConflictError) return 409;
  if (error instanceof NotFoundError) return 404;
  return error instanceof TooLargeError ? 413 : 400;
}

const OUTAGES: Readonly<Record<Outage, { detail: string; code: string; seconds: number }>> = {
  down: { detail: 'the database is not there', code: 'DATABASE_DOWN', seconds: 5 },
  busy: { detail: 'too many ask at once', code: 'DATABASE_BUSY', seconds: 2 },
  slow: { detail: 'this takes too long just now', code: 'DATABASE_SLOW', seconds: 10 },
};

function unavailable(outage: Outage, requestId: string): Response {
  const { detail, code, seconds } = OUTAGES[outage];
  const headers = { 'Retry-After': String(seconds) };
  return problem(503, `${detail}: try again in ${seconds} seconds`, { code, requestId, headers });
}

function invalidRequest(error: ZodError, requestId: string): Response {
  const errors: ProblemMore['errors'] = error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    message,
  }));
  return problem(400, errors.map(({ message }) => message).join('; '), { errors, requestId });
}
