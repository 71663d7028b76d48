import 'server-only';
import type { Db } from '@/db/client';
import { type Effect, listEffects, showEffect } from './effect';

/** Each is assessed when it is looked at: a page of them costs the same however many there are. */
const A_PAGE = 8;

export type EffectPage = {
  readonly effects: readonly Effect[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
};

/**
 * A page of what is registered, the latest months first, with what is told of each.
 *
 * @param page from 1; one beyond the last is the last.
 */
export async function pageOfEffects(
  db: Db,
  jurisdiction: string,
  page: number,
): Promise<EffectPage> {
  const all = (await listEffects(db, jurisdiction)).toReversed();
  const pages = Math.max(1, Math.ceil(all.length / A_PAGE));
  const shown = Math.min(page, pages);
  const effects: Effect[] = [];
  for (const { id } of all.slice((shown - 1) * A_PAGE, shown * A_PAGE))
    effects.push(await showEffect(db, jurisdiction, id));
  return { effects, page: shown, pages, total: all.length };
}
