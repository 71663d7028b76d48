/** An expected failure of a request; the message says what to do. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  /** Which failure it is, for a page that says so in its own words. */
  readonly code: string | undefined;

  constructor(status: number, message: string, code?: string) {
    super(message);
    this.status = status;
    this.code = code;
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
  readonly code?: string | undefined;
  /** What the log calls this request. */
  readonly requestId?: string;
};

export type ProblemMore = Pick<Problem, 'errors' | 'code' | 'requestId'> & {
  readonly headers?: Readonly<Record<string, string>>;
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** A problem document (RFC 9457); never cached. */
export function problem(
  status: number,
  detail: string,
  { headers, ...more }: ProblemMore = {},
): Response {
  const title = TITLES[status] ?? 'Error';
  const body: Problem = { type: 'about:blank', title, status, detail, ...more };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...headers,
    },
  });
}
