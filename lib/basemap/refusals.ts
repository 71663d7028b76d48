import { TEMPLATE_FAULTS } from './template';

/** Why a basemap was not saved, by the code of its problem document or by the page; each has its text in `adminBasemap.refusal`. */
const REFUSALS = ['CONFLICT', 'ALL_TOWNS_NEEDED', 'ZOOMS', ...TEMPLATE_FAULTS] as const;

export type BasemapRefusal = (typeof REFUSALS)[number];

/** The refusal of that code; undefined for one that has no text of its own. */
export function basemapRefusalOf(code: string | null): BasemapRefusal | undefined {
  return REFUSALS.find((each) => each === code);
}
