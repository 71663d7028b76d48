import type { BasemapSettings } from '@/lib/basemap/types';

/** The jurisdiction, as the preview draws it. */
export type Place = {
  readonly code: string;
  readonly name: string;
  readonly timezone: string;
  readonly isPublic: boolean;
  readonly bounds: readonly [number, number, number, number];
  readonly towns: readonly {
    readonly id: string;
    readonly name: string;
    readonly nameEn: string | null;
    readonly lon: number;
    readonly lat: number;
  }[];
};

/** The basemap as it was when the page was read. */
export type Settings = BasemapSettings & {
  /** 0: nothing was ever set. */
  readonly version: number;
  readonly changedAt: string | null;
  readonly changedBy: string | null;
};
