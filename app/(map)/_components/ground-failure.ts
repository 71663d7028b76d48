/** Why tiles of another server are not there: it refused, it failed, it did not answer, or it may not be asked. */
export type GroundFailure = {
  readonly host: string;
  /** HTTP; 0 where there was no answer. */
  readonly status: number;
  readonly reason: 'refused' | 'broken' | 'silent' | 'unlisted';
};

const REFUSALS = [401, 403, 418, 429];

/** What a status means to who hears of it. Browsers do not tell an answer that lacks its CORS header from none. */
export function reasonOf(status: number): 'refused' | 'broken' | 'silent' {
  if (status === 0) return 'silent';
  return REFUSALS.includes(status) ? 'refused' : 'broken';
}
