import type { ViewedBasemap } from '@/lib/basemap/types';
import type { Theme } from '@/lib/format/theme';
import type { LayerId } from '@/lib/layers';

/** West, south, east, north, degrees. */
export type Bounds = readonly [number, number, number, number];

export type Town = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly lon: number;
  readonly lat: number;
  readonly bounds: Bounds;
};

export type Kind = {
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /** Kinds of a group can be ranked together; null: of none. */
  readonly group: string | null;
};

export type CampaignResult = {
  readonly metric: string;
  readonly townId: string | null;
  readonly name: string;
  readonly nameEn: string;
  readonly unit: string;
  readonly value: number;
  readonly qualifier: 'exact' | 'at_least' | 'at_most' | 'about';
  readonly windowFrom: string | null;
  readonly asOf: string | null;
  readonly source: string;
};

export type Campaign = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly month: string;
  readonly relation: 'launched' | 'running';
  readonly launchedOn: string | null;
  readonly figuresTo: string | null;
  readonly towns: readonly {
    readonly id: string;
    readonly name: string;
    readonly nameEn: string | null;
  }[];
  readonly phases: readonly {
    readonly kind: 'pre' | 'battle' | 'post';
    readonly startsOn: string | null;
    readonly endsOn: string | null;
  }[];
  readonly results: readonly CampaignResult[];
};

/** What the server read for the first page, under the address that the client will ask later. */
export type Read<Data> = { readonly address: string; readonly data: Data };

/** The page's frame: what the server knows of the jurisdiction and month. */
export type View = {
  readonly jurisdictions: readonly { readonly code: string; readonly name: string }[];
  readonly jurisdiction: {
    readonly code: string;
    readonly name: string;
    readonly isDemo: boolean;
    readonly cellSizeMetres: number;
    readonly cellShape: 'square' | 'hex';
    readonly bounds: Bounds;
  };
  readonly basemap: ViewedBasemap;
  readonly months: { readonly first: string; readonly last: string } | undefined;
  readonly month: string;
  readonly kinds: readonly Kind[];
  readonly towns: readonly Town[];
  readonly counts: Readonly<Partial<Record<LayerId, number>>>;
  /** What the person may choose from: other rankers and layers are not offered. */
  readonly rankers: readonly string[];
  readonly layers: readonly LayerId[];
  /** What they may rank in the cells' place: of these there are some. */
  readonly units: readonly ('grid' | 'village' | 'town')[];
  /** Whether they see months and kinds of single cells. */
  readonly hasEvidence: boolean;
  /** Whether they see whether campaigns worked. */
  readonly hasEffects: boolean;
};

export type KindShare = {
  readonly kind: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly count: number;
};

export type Hotspot = {
  readonly rank: number;
  readonly i: number;
  readonly j: number;
  readonly lon: number;
  readonly lat: number;
  readonly score: number;
  readonly count: number;
  readonly harm: number;
  readonly z: number | null;
  readonly q: number | null;
  readonly placeName: string | null;
  readonly placeKind: 'road' | 'village' | 'town' | null;
  readonly townName: string | null;
  readonly townNameEn: string | null;
  /** Of the last 12 months, most frequent first. */
  readonly kinds: readonly KindShare[];
  /** Last month's rank; null where the cell was not ranked then. */
  readonly previousRank: number | null;
};

/** One reason for a score. */
export type ScorePart = {
  readonly name:
    | 'all_history'
    | 'last_12_months'
    | 'last_36_months'
    | 'recent'
    | 'season'
    | 'around'
    | 'near_repeats'
    | 'all_kinds';
  /** What of the score is its doing. */
  readonly contribution: number;
};

/** How a cell came to be hot or cold, month by month. */
export type CellTrend = {
  /** First month, `YYYY-MM`. */
  readonly from: string;
  /** Gi* of each month, and whether that was hot (1), cold (-1) or neither. */
  readonly steps: readonly { readonly z: number; readonly state: number }[];
  /** Such as `persistent-hot`, or `none`. */
  readonly class: string;
  readonly direction: 'up' | 'down' | 'none';
  readonly p: number;
};

export type HotspotDetails = {
  /** Null: the score is no sum. */
  readonly parts: readonly ScorePart[] | null;
  /** Null: too few months to tell. */
  readonly trend: CellTrend | null;
  /** The last 24 months, oldest first. */
  readonly series: readonly { readonly month: string; readonly count: number }[];
  /** Mean 12-month count of the cells around; null where there are none. */
  readonly neighboursMean: number | null;
};

/** What single incidents say of a cell, and what lies around it. */
export type HotspotEvidence = {
  /** How far back single incidents are looked at. */
  readonly months: number;
  readonly hours: {
    /** By hour of the week, Monday 00:00 first. */
    readonly weights: readonly number[];
    readonly timed: number;
    /** At midnight sharp, or over a day or more: no hour is known. */
    readonly untimed: number;
  };
  /** Oldest first, each with the interval of 95 % for the mean behind its count. */
  readonly series: readonly {
    readonly month: string;
    readonly count: number;
    readonly interval: readonly [number, number];
  }[];
  readonly mean: { readonly value: number; readonly interval: readonly [number, number] };
  /** Whether the last month is as chance would have it; null: cannot be told. */
  readonly isLastNormal: boolean | null;
  /** Coordinates that many incidents share. */
  readonly repeatPoints: readonly {
    readonly lon: number;
    readonly lat: number;
    readonly count: number;
  }[];
  readonly neighbours: readonly {
    readonly i: number;
    readonly j: number;
    readonly lon: number;
    readonly lat: number;
    readonly count: number;
    readonly rank: number | null;
  }[];
};

/** What one method caught in the months looked back at. */
type EvidenceFigures = {
  readonly hits: number;
  readonly hitRate: number | null;
  readonly pai: number | null;
  readonly paiInterval: readonly [number, number] | null;
};

/** What speaks for the method that a list is ranked by. */
export type Evidence = {
  readonly from: string;
  readonly to: string;
  readonly months: number;
  readonly coverage: number;
  readonly total: number;
  readonly ranker: string;
  readonly why: 'best' | 'not_better_enough' | 'too_few_steps' | 'nothing_happened';
  readonly chosen: EvidenceFigures;
  readonly naive: EvidenceFigures;
  readonly random: EvidenceFigures;
  readonly perfect: EvidenceFigures;
  readonly tried: readonly (EvidenceFigures & { readonly ranker: string })[];
};

export type HotspotList = {
  readonly month: string;
  readonly kind: string | null;
  readonly weighing: 'count' | 'harm';
  readonly ranker: string;
  readonly asOf: string;
  readonly dataVersion: number;
  readonly methodVersion: number;
  readonly cellsTotal: number;
  /** Null: the person chose the method. */
  readonly auto: { readonly evidence: Evidence | null; readonly isPending: boolean } | null;
  /** Hotspots that the chosen towns have, listed or not; null where no town was chosen. */
  readonly hotspotsInTowns: number | null;
  readonly runId: string;
  readonly cells: readonly Hotspot[];
  /** Drawn at random from below the list. */
  readonly exploration: readonly Hotspot[];
};

/** A grid, village or town in a ranking. */
export type RankedArea = {
  readonly rank: number;
  readonly id: string;
  readonly townId: string | null;
  readonly name: string;
  readonly nameEn: string | null;
  readonly squareKilometres: number;
  readonly lon: number;
  readonly lat: number;
  readonly score: number;
  readonly count: number;
  readonly harm: number;
  readonly z: number | null;
  readonly q: number | null;
  readonly previousRank: number | null;
};

export type AreaList = {
  readonly unit: 'grid' | 'village' | 'town';
  readonly weighing: 'count' | 'harm';
  readonly month: string;
  readonly ranker: string;
  readonly asOf: string;
  readonly areasTotal: number;
  /** Of them, how many have no outline of their own. */
  readonly areasEstimated: number;
  /** Incidents of all months and kinds that lie in none of them. */
  readonly incidentsOutside: number;
  readonly runId: string;
  readonly areas: readonly RankedArea[];
};

/** The listed hotspots as the three-dimensional columns show them. */
export type ColumnsInput = Pick<View['jurisdiction'], 'cellSizeMetres' | 'cellShape'> & {
  readonly cells: readonly Hotspot[];
  readonly theme: Theme;
};

/** The name by which the map, the list and the address know a cell. */
export function cellKey({ i, j }: { readonly i: number; readonly j: number }): string {
  return `${i},${j}`;
}
