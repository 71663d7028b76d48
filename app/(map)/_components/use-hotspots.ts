'use client';

import useSWR, { preload } from 'swr';
import { addMonths } from '@/lib/format/month';
import { fetchJson } from './fetch-json';
import { type HotspotQuestion, hotspotAddress } from './hotspot-address';
import type { HotspotList } from './types';

/** A wall that nobody touches asks again this often. */
const REFRESH_MILLISECONDS = 120_000;

/** The ranking asked for; while a new one is read the old one stays. Nothing is asked without a question. */
export function useHotspots(
  question: HotspotQuestion | undefined,
  initial: { readonly address: string; readonly list: HotspotList } | undefined,
) {
  const address = question ? hotspotAddress(question) : null;
  const known = initial?.address === address ? initial.list : undefined;
  return useSWR<HotspotList, Error>(address, fetchJson<HotspotList>, {
    keepPreviousData: true,
    refreshInterval: REFRESH_MILLISECONDS,
    revalidateOnMount: known === undefined,
    ...(known && { fallbackData: known }),
  });
}

export type Ranking = ReturnType<typeof useHotspots>;

/** Reads the month before and after, so that stepping is instant. */
export function preloadNeighbours(
  question: HotspotQuestion,
  months: { readonly first: string; readonly last: string },
): void {
  for (const step of [-1, 1]) {
    const month = addMonths(question.month, step);
    if (month >= months.first && month <= months.last) {
      preload(hotspotAddress({ ...question, month }), fetchJson<HotspotList>);
    }
  }
}
