export type Place = { readonly code: string; readonly name: string; readonly timezone: string };

/** A kind of incident as its administrator sees it. */
export type Kind = {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly group: string | null;
  /** Days of the sentence's starting point. */
  readonly harmWeight: number;
  /** Where the weight comes from; null: nobody has said. */
  readonly harmSource: string | null;
  readonly version: number;
  readonly changedAt: string | null;
  readonly changedBy: string | null;
  readonly incidents: number;
};
