import { type RawBuilder, sql } from 'kysely';
import type { Lattice } from '@/geo/grid/lattice';
import type { TileOf } from './tile-sql';

/** Side of a bin in tile units: 8 pixels of a 512-pixel tile. */
export const BIN_UNITS = 64;
export const BIN_BITS = 6;

export type IncidentFilter = {
  /** First and last month, YYYY-MM-01; absent: no limit. */
  readonly fromMonth?: string | undefined;
  readonly toMonth?: string | undefined;
  readonly kind?: string | undefined;
};

/** A tile of incidents; the lattice and its CRS are the jurisdiction's. */
export type IncidentsAsked = TileOf &
  IncidentFilter & { readonly lattice: Lattice; readonly metricSrid: number };

export function isOneMonth({ fromMonth, toMonth }: IncidentFilter): boolean {
  return fromMonth !== undefined && fromMonth === toMonth;
}

/** ` AND …` over the columns `month` and `kind`, of incidents or of facts. */
export function monthsAndKind({ fromMonth, toMonth, kind }: IncidentFilter): RawBuilder<unknown> {
  return sql`${fromMonth ? sql`AND month >= ${fromMonth}::date` : sql``}
      ${toMonth ? sql`AND month <= ${toMonth}::date` : sql``}
      ${kind ? sql`AND kind = ${kind}` : sql``}`;
}
