/** Why a change of users was not made, by the code of its problem document; each has its text in `adminUsers.refusal`. */
const REFUSALS = [
  'USERNAME_INVALID',
  'USERNAME_TAKEN',
  'TOWN_UNKNOWN',
  'MEMBER_UNKNOWN',
  'MEMBER_CHANGED',
  'MEMBER_IS_SELF',
  'MEMBER_IS_DEMO',
  'MEMBER_IS_HERE',
  'MEMBER_ELSEWHERE',
  'ADMIN_NO_LONGER',
  'ALL_TOWNS_NEEDED',
  'NO_SESSION',
  'FORBIDDEN',
  'DATABASE_DOWN',
  'DATABASE_BUSY',
  'DATABASE_SLOW',
] as const;

export type Refusal = (typeof REFUSALS)[number];

/** The refusal of that code; undefined for one that has no text of its own. */
export function refusalOf(code: string | null): Refusal | undefined {
  return REFUSALS.find((each) => each === code);
}
