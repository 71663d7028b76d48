import type { ImportSubject } from './types';

/** What a subject reads of a row beside its id, kind, time and place; a file's other columns are kept as they are. */
export const FIELDS = {
  incidents: ['origin'],
  crashes: ['severity', 'deaths', 'injured', 'has_ebike', 'drink_driving', 'road', 'origin'],
  hazards: ['category', 'title', 'name', 'severity', 'state', 'is_listed', 'deadline', 'closed'],
  premises: ['name', 'address', 'storeys', 'rooms', 'units', 'tenants', 'year_built'],
  roads: ['name', 'class'],
  towns: ['name', 'name_en'],
  grids: ['name'],
} as const satisfies Record<ImportSubject, readonly string[]>;
