import { type RawBuilder, sql } from 'kysely';
import type { ActorSettings } from '../actor-database';
import type { Db } from '../client';
import { townOfColumn } from './tenants-fixture';

/** A row of the fixture, as far as its being seen depends on it. */
export type ModelRow = {
  readonly key: string;
  readonly jurisdiction: string;
  readonly town: string | null;
  /** Whether others than the police may see it, and whether it may be changed. */
  readonly open: boolean;
};

type ModelTable = {
  /** SQL of what makes a row one of its jurisdiction's. */
  readonly key: string;
  /** SQL of its town; absent: it belongs to all of them. */
  readonly town?: string;
  readonly open?: string;
  readonly readers: readonly string[];
  readonly writers?: readonly string[];
  /** Null-town rows are of the whole jurisdiction, not of an unknown town. */
  readonly isSharedWithoutTown?: boolean;
};

const POLICE = ['commander', 'traffic', 'fire', 'analyst', 'admin'];
const SIGNED_IN = [...POLICE, 'grid_worker', 'department', 'viewer'];
const ALL = [...SIGNED_IN, 'public'];
const INSPECTORS = ['commander', 'fire', 'analyst', 'admin'];
const REPORTERS = ['commander', 'traffic', 'fire', 'grid_worker', 'department', 'admin'];
const shown = `kind IS NULL AND ranker = 'count_12m' AND parameters::text LIKE '%citizen%' AND parameters::text NOT SIMILAR TO '%(group|weighing|unit)%'`;

/** The rules once more, in other words than those of the policies. */
const TABLES: Readonly<Record<string, ModelTable>> = {
  jurisdiction: { key: 'name', readers: ALL },
  basemap: { key: 'approval_number', readers: ALL, writers: ['admin'] },
  town: { key: 'id', town: 'id', readers: ALL },
  village: { key: 'id', town: 'town_id', readers: ALL },
  grid: { key: 'id', town: 'town_id', readers: ALL },
  patrol_zone: {
    key: 'id',
    town: 'town_id',
    readers: [...POLICE, 'grid_worker'],
    writers: ['commander', 'admin'],
  },
  road_segment: { key: 'id', readers: ALL },
  water: { key: 'id', readers: ALL },
  cell: { key: `i || ',' || j`, town: townOfColumn('i'), readers: ALL },
  kind: { key: 'code', readers: ALL, writers: ['admin'] },
  data_version: {
    key: 'subject',
    open: `subject IN ('hazards', 'black_spots', 'patrol_zones')`,
    readers: ALL,
    writers: REPORTERS,
  },
  import_batch: { key: 'file_name', town: 'NULL', readers: ['analyst', 'admin'] },
  import_reject: { key: 'row_number', town: 'NULL', readers: ['analyst', 'admin'] },
  audit_event: { key: 'sequence', town: 'NULL', readers: ['admin'] },
  audit_chain: { key: 'sequence', town: 'NULL', readers: ['admin'] },
  incident: { key: 'id', town: townOfColumn('cell_i'), readers: POLICE },
  crash: {
    key: 'incident_id',
    town: `(SELECT ${townOfColumn('cell_i')} FROM incident WHERE incident.id = incident_id)`,
    readers: POLICE,
  },
  cell_month: {
    key: `concat_ws(',', kind, month, origin, i, j)`,
    town: townOfColumn('i'),
    readers: POLICE,
  },
  cell_month_total: {
    key: `concat_ws(',', month, origin, i, j)`,
    town: townOfColumn('i'),
    readers: POLICE,
  },
  cell_month_late: {
    key: `concat_ws(',', kind, month, origin, i, j, known_month)`,
    town: townOfColumn('i'),
    readers: POLICE,
  },
  hazard: { key: 'id', town: 'town_id', readers: SIGNED_IN, writers: REPORTERS },
  premises: { key: 'id', town: 'town_id', readers: INSPECTORS },
  defect: {
    key: 'id',
    town: '(SELECT town_id FROM premises WHERE premises.id = premises_id)',
    readers: INSPECTORS,
  },
  black_spot: {
    key: 'id',
    town: `nullif(split_part(name, ' ', 1), '')`,
    open: `rule = 'marked'`,
    readers: POLICE,
    writers: ['commander', 'traffic', 'admin'],
  },
  ranking_run: { key: 'id', open: shown, readers: ALL },
  hotspot: {
    key: `run_id || '#' || rank`,
    town: townOfColumn('i'),
    open: `count > 2 AND run_id IN (SELECT id FROM ranking_run WHERE ${shown})`,
    readers: ALL,
  },
  backtest: { key: 'id', town: 'NULL', readers: POLICE },
  cell_surface: {
    key: `run_id || '#' || i || ',' || j`,
    town: townOfColumn('i'),
    readers: POLICE,
  },
  combined_weights: { key: 'version', readers: INSPECTORS },
  combined_facts: { key: 'month', town: 'NULL', readers: INSPECTORS },
  cell_combined: { key: `i || ',' || j`, town: townOfColumn('i'), readers: INSPECTORS },
  area: { key: 'id', town: 'town_id', readers: POLICE },
  area_month: {
    key: `unit || '#' || place`,
    town: `(SELECT town_id FROM area WHERE area.unit = area_month.unit AND area.place = area_month.place AND area.jurisdiction = area_month.jurisdiction)`,
    readers: POLICE,
  },
  area_facts: { key: 'unit', readers: POLICE },
  area_hotspot: { key: 'area_id', town: 'town_id', readers: POLICE },
  calendar_year: { key: 'year', readers: SIGNED_IN, writers: ['admin'] },
  calendar_day: { key: 'day', readers: SIGNED_IN, writers: ['admin'] },
  department: { key: 'id', readers: ALL },
  campaign: { key: 'id', readers: ALL, writers: ['admin'] },
  campaign_town: { key: 'town_id', town: 'town_id', readers: ALL, writers: ['admin'] },
  phase: { key: 'kind', readers: ALL, writers: ['admin'] },
  effect_registration: { key: 'id', town: 'NULL', readers: POLICE },
  effect_area: { key: `registration_id || '#' || position`, town: 'NULL', readers: POLICE },
  action: { key: 'code', readers: ALL },
  metric: { key: 'id', town: 'town_id', readers: ALL, isSharedWithoutTown: true },
  result: {
    key: 'metric_id',
    town: `nullif(substr(metric_id, 2), '')`,
    readers: ALL,
    isSharedWithoutTown: true,
  },
};

export const TABLE_NAMES = Object.keys(TABLES);

/** The definition of a table of the model. */
export function modelOf(table: string): ModelTable {
  const model = TABLES[table];
  if (!model) throw new Error(`the model has no table ${table}`);
  return model;
}

/** SQL of a row's key, unique among all jurisdictions. */
export function keyOf(table: string): RawBuilder<string> {
  const tenant = table === 'jurisdiction' ? 'code' : 'jurisdiction';
  return sql.raw(`(${tenant} || ':' || (${modelOf(table).key})) COLLATE "C"`);
}

/** Every row of every table, read as the owner. */
export async function readModel(db: Db): Promise<ReadonlyMap<string, readonly ModelRow[]>> {
  const model = new Map<string, readonly ModelRow[]>();
  for (const table of TABLE_NAMES) {
    const { town = 'NULL', open = 'true' } = modelOf(table);
    const { rows } = await sql<ModelRow>`
      SELECT ${keyOf(table)} AS key, split_part(${keyOf(table)}, ':', 1) AS jurisdiction,
             ${sql.raw(town)}::text AS town, ${sql.raw(open)} AS open
      FROM ${sql.table(table)} ORDER BY key`.execute(db);
    model.set(table, rows);
  }
  return model;
}

/** Whether somebody shall see a row. */
export function isVisible(actor: ActorSettings, table: string, row: ModelRow): boolean {
  const model = modelOf(table);
  const hasSecrets = table === 'hotspot' || table === 'ranking_run';
  return (
    row.jurisdiction === actor.jurisdiction &&
    model.readers.includes(actor.role) &&
    isOfTheirTowns(actor, model, row.town) &&
    (!hasSecrets || row.open || POLICE.includes(actor.role))
  );
}

/** Whether somebody shall be able to change a row that they see. */
export function isWritable(actor: ActorSettings, table: string, row: ModelRow): boolean {
  const isWriter = modelOf(table).writers?.includes(actor.role) ?? false;
  return isWriter && row.open && isVisible(actor, table, row);
}

function isOfTheirTowns({ towns }: ActorSettings, model: ModelTable, town: string | null): boolean {
  if (towns === null || model.town === undefined) return true;
  if (town === null) return model.isSharedWithoutTown ?? false;
  return towns.includes(town);
}
