/** What is said first of a campaign's effect; each has its text in `effect.verdict`. */
export const EFFECT_VERDICTS = [
  'fewer_than_expected',
  'fewer_but_more_around',
  'more_than_expected',
  'no_clear_difference',
  'fewer_than_before',
  'more_than_before',
  'cannot_tell',
] as const;
export type EffectVerdict = (typeof EFFECT_VERDICTS)[number];

/** Why it cannot be told; each has its text in `effect.reason`. */
export const EFFECT_REASONS = [
  'not_over',
  'months_missing',
  'too_few',
  'no_treated',
  'no_control',
  'too_few_counts',
  'too_few_expected',
  'too_uncertain',
] as const;
export type EffectReason = (typeof EFFECT_REASONS)[number];

/** What a reader must know beside it; each has its text in `effect.note`. */
export const EFFECT_NOTES = [
  'late',
  'scaled',
  'no_ring',
  'controls_treated',
  'found_by_patrols',
] as const;
export type EffectNote = (typeof EFFECT_NOTES)[number];
