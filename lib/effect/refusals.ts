/** Why a comparison was not registered; each has its text in `effectPage.refusal`. */
const REFUSALS = [
  'EFFECT_LATE',
  'TOWN_UNKNOWN',
  'TOWN_TWICE',
  'KIND_UNKNOWN',
  'CAMPAIGN_UNKNOWN',
  'NO_CELL_LEFT',
  'ALL_TOWNS_NEEDED',
  'name',
  'treatedTowns',
  'controlTowns',
  'before',
  'during',
  'kinds',
  'origins',
  'ringMetres',
  'note',
] as const;

export type EffectRefusal = (typeof REFUSALS)[number];

/**
 * The refusal of a problem document: by its code, else by what of the request was refused; undefined for one that has no
 * text of its own.
 */
export function effectRefusalOf(
  code: string | null,
  paths: readonly string[],
): EffectRefusal | undefined {
  const fields = paths.map((path) => path.split('.')[0]);
  return REFUSALS.find((each) => each === code || fields.includes(each));
}
