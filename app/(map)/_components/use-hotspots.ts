'use client';

import useSWR, { preload } from 'swr';
import { fetchJson } from '@/app/_components/fetch-json';
import { addMonths } from '@/lib/format/month';
import {
  areasAddress,
  campaignsAddress,
  type HotspotQuestion,
  hotspotAddress,
} from './hotspot-address';
import type { AreaList, Campaign, HotspotList, Read } from './types';

/** A wall that nobody touches asks again this often. */
const REFRESH_MILLISECONDS = 120_000;

/** Who waits for a backtest asks this often. */
const PENDING_MILLISECONDS = 3_000;

const NO_CAMPAIGNS: readonly Campaign[] = [];

/** The ranking asked for; while a new one is read the old one stays. Nothing is asked without a question. */
export function useHotspots(
  question: HotspotQuestion | undefined,
  initial: Read<HotspotList> | undefined,
) {
  return useRead(question ? hotspotAddress(question) : null, initial, (list) =>
    list?.auto?.isPending ? PENDING_MILLISECONDS : REFRESH_MILLISECONDS,
  );
}

/** The ranking of areas asked for; nothing is asked without a question. */
export function useAreas(question: HotspotQuestion | undefined) {
  return useRead<AreaList>(question ? areasAddress(question) : null, undefined);
}

export type AreaRanking = ReturnType<typeof useAreas>;

export type Ranking = ReturnType<typeof useHotspots>;

/** The campaigns of the month in question; none while they are not known. */
export function useCampaigns(
  question: HotspotQuestion,
  initial: Read<readonly Campaign[]> | undefined,
) {
  return useRead(campaignsAddress(question), initial).data ?? NO_CAMPAIGNS;
}

function useRead<Data>(
  address: string | null,
  initial: Read<Data> | undefined,
  refreshInterval: (latest: Data | undefined) => number = () => REFRESH_MILLISECONDS,
) {
  const known = initial?.address === address ? initial.data : undefined;
  return useSWR<Data, Error>(address, fetchJson<Data>, {
    keepPreviousData: true,
    refreshInterval,
    revalidateOnMount: known === undefined,
    ...(known !== undefined && { fallbackData: known }),
  });
}

/** Reads a month that somebody is about to step to. */
export function preloadMonth(question: HotspotQuestion, step: number): void {
  const asked = { ...question, month: addMonths(question.month, step) };
  preload(asked.unit === 'cell' ? hotspotAddress(asked) : areasAddress(asked), fetchJson);
}
