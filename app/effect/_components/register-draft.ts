import { addMonths, isMonth } from '@/lib/format/month';
import type { Span } from './types';

export const ORIGINS = ['citizen', 'patrol', 'department'] as const;
type Origin = (typeof ORIGINS)[number];

export type Campaign = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly month: string;
  readonly towns: readonly string[];
};

/** A registration as it is typed. */
export type Draft = {
  /** Empty: none of the calendar. */
  readonly campaign: string;
  readonly name: string;
  readonly treatedTowns: readonly string[];
  readonly during: Span;
  /** Undefined: the twelve months before, so that every season is there. */
  readonly before: Span | undefined;
  /** Empty: all. */
  readonly kinds: readonly string[];
  readonly origins: readonly Origin[];
  readonly ringMetres: string;
  readonly controlTowns: readonly string[];
  readonly note: string;
  readonly acceptsLate: boolean;
};

export const EMPTY_DRAFT: Draft = {
  campaign: '',
  name: '',
  treatedTowns: [],
  during: { from: '', to: '' },
  before: undefined,
  kinds: [],
  origins: ['citizen'],
  ringMetres: '500',
  controlTowns: [],
  note: '',
  acceptsLate: false,
};

/** The months before: as typed, else the twelve before those during. */
export function beforeOf({ before, during }: Draft): Span {
  if (before) return before;
  if (!isMonth(during.from)) return { from: '', to: '' };
  return { from: addMonths(during.from, -12), to: addMonths(during.from, -1) };
}

/** A draft about a campaign of the calendar: its towns in its month, until somebody types otherwise. */
export function aboutCampaign(draft: Draft, campaign: Campaign, name: string): Draft {
  const { id, month, towns } = campaign;
  return {
    ...draft,
    ...{ campaign: id, name, treatedTowns: towns, before: undefined },
    during: { from: month, to: month },
    controlTowns: draft.controlTowns.filter((town) => !towns.includes(town)),
  };
}

/** A draft as the server takes it. */
export function bodyOf(draft: Draft): object {
  const { campaign, kinds, ringMetres, note } = draft;
  return {
    ...draft,
    campaign: campaign || null,
    before: beforeOf(draft),
    kinds: kinds.length > 0 ? kinds : null,
    ringMetres: ringMetres === '' ? null : Number(ringMetres),
    note: note.trim() || null,
  };
}

/** Where the towns to choose from are asked for; null while too little is said. */
export function controlsAddress(jurisdiction: string, draft: Draft): string | null {
  const { treatedTowns, during, kinds, origins, ringMetres } = draft;
  const before = beforeOf(draft);
  const months = [before.from, before.to, during.from, during.to];
  const isInOrder = months.every((month, at) => isMonth(month) && month >= (months[at - 1] ?? ''));
  if (treatedTowns.length === 0 || origins.length === 0 || !isInOrder) return null;
  const asked = new URLSearchParams({
    ...{ jurisdiction, towns: treatedTowns.join(','), origins: origins.join(',') },
    ...(kinds.length > 0 && { kinds: kinds.join(',') }),
    ...{ ringMetres: ringMetres || '0', beforeFrom: before.from, beforeTo: before.to },
    ...{ duringFrom: during.from, duringTo: during.to },
  });
  return `/api/effect/controls?${asked}`;
}
