/** Why a jurisdiction's setting was not changed; each has its text in `adminJurisdiction.refusal`. */
const REFUSALS = [
  'CONFLICT',
  'BOUNDARY_FORM',
  'BOUNDARY_POSITIONS',
  'BOUNDARY_OPEN_RING',
  'BOUNDARY_INVALID',
  'BOUNDARY_TOO_LARGE',
  'BOUNDARY_TOO_MANY_CELLS',
  'BOUNDARY_LEAVES_OUT',
  'name',
  'bufferMetres',
] as const;

export type JurisdictionRefusal = (typeof REFUSALS)[number];

/**
 * The refusal of a problem document: by its code, else by what of the settings was refused; undefined for one that has no
 * text of its own.
 */
export function jurisdictionRefusalOf(
  code: string | null,
  paths: readonly string[],
): JurisdictionRefusal | undefined {
  return REFUSALS.find((each) => each === code || paths.includes(each));
}
