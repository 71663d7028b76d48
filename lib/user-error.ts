/** An expected failure that its user can mend; the message says what to do, in one line. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Which failure it is, for a page that says so in its own words. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/** A command that was put wrongly: unknown option, missing argument, unreadable value. */
export class UsageError extends UserError {}

/** What was asked for is not there, or not for who asks. */
export class NotFoundError extends UserError {}

/** More was sent than is taken. */
export class TooLargeError extends UserError {}

/** Somebody else changed it since it was read: load it anew, and change that. */
export class ConflictError extends UserError {}
