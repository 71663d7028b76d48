import { clampMonth } from '@/lib/format/month';
import type { Unit } from '@/lib/validation/map-state';
import { DEFAULT_RANKERS, type HotspotQuestion, RANKERS } from './hotspot-address';
import type { View } from './types';

type Link = {
  readonly jurisdiction: string | null;
  readonly month: string | null;
  readonly kind: string | null;
  readonly group: string | null;
  readonly ranker: string | null;
  readonly unit: Unit;
  readonly harm: boolean;
  readonly found: boolean;
  readonly towns: readonly string[] | null;
};

/** A part of a link that names nothing here. */
export type UnknownPart = {
  readonly part: 'jurisdiction' | 'month' | 'town' | 'kind' | 'group' | 'unit' | 'ranker';
  readonly text: string;
};

/**
 * The question that a link asks, as far as what it names exists, and the rest of it to be told: a link is a
 * briefing, and one that silently shows something else would mislead.
 */
export function readLink(
  view: View,
  link: Link,
): { readonly question: HotspotQuestion; readonly unknown: readonly UnknownPart[] } {
  const wanted = link.month ?? view.month;
  const month = view.months ? clampMonth(wanted, view.months) : wanted;
  const kind = view.kinds.find(({ code }) => code === link.kind)?.code ?? null;
  const group =
    kind === null ? (view.kinds.find((each) => each.group === link.group)?.group ?? null) : null;
  const unit = view.units.find((each) => each === link.unit) ?? 'cell';
  const ranker =
    RANKERS.find((id) => id === link.ranker && view.rankers.includes(id)) ??
    DEFAULT_RANKERS.find((id) => view.rankers.includes(id)) ??
    'count_12m';
  const isTown = (id: string) => view.towns.some((town) => town.id === id);
  const asked = link.towns ?? [];
  const isPlace = view.jurisdictions.some(({ code }) => code === link.jurisdiction);
  return {
    question: {
      jurisdiction: view.jurisdiction.code,
      month,
      kind,
      group,
      unit,
      harm: link.harm && view.hasEvidence,
      ranker,
      found: link.found && view.hasEvidence,
      towns: asked.filter(isTown),
    },
    unknown: [
      ...unless(isPlace, 'jurisdiction', link.jurisdiction),
      ...unless(link.month === month, 'month', link.month),
      ...asked.filter((id) => !isTown(id)).map((text) => ({ part: 'town' as const, text })),
      ...unless(link.kind === kind, 'kind', link.kind),
      ...unless(link.group === group || kind !== null, 'group', link.group),
      ...unless(link.unit === unit, 'unit', link.unit),
      ...unless(link.ranker === ranker, 'ranker', link.ranker),
    ],
  };
}

function unless(
  isKnown: boolean,
  part: UnknownPart['part'],
  text: string | null,
): readonly UnknownPart[] {
  return isKnown || text === null ? [] : [{ part, text }];
}
