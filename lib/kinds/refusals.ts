/** Why a change of kinds was not made, by the code of its problem document; each has its text in `adminKinds.refusal`. */
const REFUSALS = ['CONFLICT', 'KIND_TAKEN', 'KIND_USED'] as const;

export type KindRefusal = (typeof REFUSALS)[number];

/** The refusal of that code; undefined for one that has no text of its own. */
export function kindRefusalOf(code: string | null): KindRefusal | undefined {
  return REFUSALS.find((each) => each === code);
}
