import { ZodError } from 'zod';
import { NotFoundError, UserError } from '@/lib/user-error';

/** An expected failure of a request; the message says what to do. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Problem = {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Where in the request, and what to do about it. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  /** Which failure it is, for a page that says so in its own words. */
  readonly code?: string;
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

/** Wraps a route handler so that it may throw; expected failures become RFC 9457 problem documents. */
export function route<Context>(
  handler: (request: Request, context: Context) => Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      if (error instanceof ZodError) return invalidRequest(error);
      if (error instanceof ProblemError) return problem(error.status, error.message);
      if (error instanceof UserError) return problem(statusOf(error), error.message);
      // A bug: Next reports it to onRequestError and answers 500 without its text.
      throw error;
    }
  };
}

function statusOf(error: UserError): number {
  return error instanceof NotFoundError ? 404 : 400;
}

/** A problem document; never cached. */
export function problem(
  status: number,
  detail: string,
  more: Pick<Problem, 'errors' | 'code'> = {},
): Response {
  const title = TITLES[status] ?? 'Error';
  const body: Problem = { type: 'about:blank', title, status, detail, ...more };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
  });
}

function invalidRequest(error: ZodError): Response {
  const errors = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return problem(400, errors.map(({ message }) => message).join('; '), { errors });
}
