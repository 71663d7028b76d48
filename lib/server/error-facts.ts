import 'server-only';

/** Of an error, what a log may hold. */
export type ErrorFacts = {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  readonly cause?: ErrorFacts;
};

/** SQLSTATE classes whose messages quote what somebody entered: data exceptions, broken constraints. */
const QUOTES_VALUES = /^2[23][0-9A-Z]{3}$/;

/** How many causes of causes are told. */
const DEEPEST_CAUSE = 4;

/**
 * What a log may hold of an error: where it came from, but nothing of the rows or of what people typed, which the
 * database's errors carry as further fields (`detail`, `where`, parameters).
 */
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: 'thrown, but no error' };
  const { name: type, stack, cause } = error;
  const code = codeOf(error);
  const message =
    code && QUOTES_VALUES.test(code) ? `the database refused a value (${code})` : error.message;
  return {
    type,
    message,
    ...(stack && { stack: stack.replace(error.message, () => message) }),
    ...(code && { code }),
    ...(cause !== undefined && depth < DEEPEST_CAUSE && { cause: errorFacts(cause, depth + 1) }),
  };
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
