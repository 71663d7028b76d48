import { sql } from 'kysely';
import type { Db } from '../client';
import { chunkTable, placedPoints, type StagingContext } from './import-staging';

/** Rows of one import are numbered below this, so that batch and row number make an id. */
const ROWS_PER_BATCH = 2 ** 31;

/** A month's first day, `YYYY-MM-01`, and the day after its last. */
export type MonthRange = { month: string; next: string };

const loadTable = (batchId: string) => `incident_load_${batchId}`;
const loadPartition = (batchId: string, month: string) =>
  `${loadTable(batchId)}_${month.slice(0, 7).replace('-', '_')}`;
/** Name of the partition of `incident` that holds a month, `YYYY-MM-01`. */
const incidentPartition = (month: string) => `incident_${month.slice(0, 7).replace('-', '_')}`;

/**
 * Makes the table that an import of incidents fills: partitioned like `incident` but outside of it, without indexes
 * and foreign keys, so that a new month is indexed and validated as a set. `crash_load` holds the crashes' details.
 */
export async function createIncidentLoad(db: Db, batchId: string): Promise<void> {
  const table = sql.id(loadTable(batchId));
  await sql`
    CREATE TABLE ${table} (LIKE incident INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE (month);
    CREATE TEMP TABLE crash_load (incident_id bigint NOT NULL, details jsonb NOT NULL) ON COMMIT DROP;
  `.execute(db);
}

/** Makes the load table's partitions for some months. */
export async function addLoadPartitions(
  db: Db,
  batchId: string,
  months: readonly MonthRange[],
): Promise<void> {
  if (months.length === 0) return;
  const statements = months.map(
    ({ month, next }) => sql`
      CREATE TABLE ${sql.id(loadPartition(batchId, month))} PARTITION OF ${sql.id(loadTable(batchId))}
      FOR VALUES FROM (${sql.lit(month)}) TO (${sql.lit(next)})`,
  );
  await sql`${sql.join(statements, sql`;`)}`.execute(db);
}

/**
 * Places a chunk and moves it to the load table; those outside the jurisdiction and its buffer to `refused`.
 *
 * @param chunk its number, and how many of its rows the reader accepted.
 */
export async function loadIncidents(
  db: Db,
  context: StagingContext,
  chunk: { number: number; accepted: number },
): Promise<void> {
  const { jurisdiction, batchId } = context;
  const placed = placedPoints(context, chunk.number);
  const { numAffectedRows } = await sql`
    INSERT INTO ${sql.id(loadTable(batchId))} (jurisdiction, month, id, kind, occurred_from, occurred_to,
      reported_at, origin, cell_i, cell_j, source_id, content_hash, batch_id, attributes, geom)
    SELECT ${jurisdiction.code}, month, ${incidentId(batchId)}, kind, occurred_from, occurred_to, reported_at,
           origin, i, j, source_id, content_hash, ${batchId}::bigint, attributes, geom
    FROM ${placed} AS placed WHERE is_inside
  `.execute(db);
  if (Number(numAffectedRows ?? 0) === chunk.accepted) return;
  // Few rows in few files: placing the chunk once more costs less than keeping its places for all.
  await sql`
    INSERT INTO refused
    SELECT row_number, 'outside_jurisdiction', ${outsideDetail(jurisdiction.bufferMetres)}, raw
    FROM ${placed} AS placed WHERE NOT is_inside
  `.execute(db);
}

/** Notes what makes a chunk's incidents crashes; of those that are refused too, which nobody will ask for. */
export async function loadCrashes(db: Db, batchId: string, chunk: number): Promise<void> {
  await sql`
    INSERT INTO crash_load
    SELECT ${incidentId(batchId)}, details FROM ${sql.id(chunkTable(chunk))} WHERE details IS NOT NULL
  `.execute(db);
}

function incidentId(batchId: string) {
  return sql`${batchId}::bigint * ${ROWS_PER_BATCH}::bigint + row_number`;
}

/** What a reject outside the jurisdiction is told. */
export function outsideDetail(bufferMetres: number): string {
  return `more than ${bufferMetres} m outside the jurisdiction`;
}

export type Settled = { identical: number; known: number };

/**
 * Settles the rows of the load table among themselves: without a source id, identical rows are numbered, being
 * distinct events; with one, a second identical row is the same event, and another row under that id is refused.
 *
 * @returns how many identical rows were numbered, and how many were the same event again.
 */
export async function settleWithinFile(db: Db, batchId: string, hasIds: boolean): Promise<Settled> {
  const load = sql.id(loadTable(batchId));
  const { numAffectedRows } = await sql`
    WITH repeated AS (
      SELECT content_hash FROM ${load} WHERE source_id IS NULL GROUP BY content_hash HAVING count(*) > 1
    ), twin AS (
      SELECT load.month, load.id, row_number() OVER (PARTITION BY load.content_hash ORDER BY load.id)::int AS ordinal
      FROM ${load} AS load JOIN repeated USING (content_hash)
    )
    UPDATE ${load} AS load SET ordinal = twin.ordinal
    FROM twin WHERE twin.month = load.month AND twin.id = load.id AND twin.ordinal > 1
  `.execute(db);
  const known = hasIds ? await settleRepeatedIds(db, batchId) : 0;
  return { identical: Number(numAffectedRows ?? 0), known };
}

async function settleRepeatedIds(db: Db, batchId: string): Promise<number> {
  const load = sql.id(loadTable(batchId));
  const { rows } = await sql<{ known: number }>`
    WITH repeated AS (
      SELECT source_id FROM ${load} WHERE source_id IS NOT NULL GROUP BY source_id HAVING count(*) > 1
    ), numbered AS (
      SELECT load.month, load.id, row_number() OVER same_id AS ordinal,
             load.content_hash = first_value(load.content_hash) OVER same_id AS is_same
      FROM ${load} AS load JOIN repeated USING (source_id)
      WINDOW same_id AS (PARTITION BY load.source_id ORDER BY load.id)
    ), gone AS (
      DELETE FROM ${load} AS load USING numbered
      WHERE numbered.month = load.month AND numbered.id = load.id AND numbered.ordinal > 1
      RETURNING load.id, load.source_id, numbered.is_same
    ), refusing AS (
      INSERT INTO refused
      SELECT staged.row_number, 'id_conflict',
             'id ' || gone.source_id || ' stands twice in this file with different rows: the first was taken', staged.raw
      FROM gone JOIN staged ON staged.row_number = (gone.id % ${ROWS_PER_BATCH}::bigint)
      WHERE NOT gone.is_same
    )
    SELECT count(*) FILTER (WHERE is_same)::int AS known FROM gone
  `.execute(db);
  return rows[0]?.known ?? 0;
}

/**
 * Takes out of the load table what `incident` already holds: the same content is known, another content under a
 * stored source id is refused.
 *
 * @returns how many rows are known.
 */
export async function settleAgainstStored(
  db: Db,
  { jurisdiction, batchId }: StagingContext,
  subject: string,
  hasIds: boolean,
): Promise<number> {
  const load = sql.id(loadTable(batchId));
  const { rows } = await sql<{ first: string | null; next: string | null }>`
    SELECT min(month)::date AS first, (max(month) + 1)::date AS next FROM ${load}
  `.execute(db);
  const [range] = rows;
  if (!range?.first) return 0;
  // The months as constants: only then does the planner leave out the other partitions.
  const { numAffectedRows: known } = await sql`
    DELETE FROM ${load} AS load USING incident
    WHERE incident.jurisdiction = ${jurisdiction.code}
      AND incident.month >= ${range.first}::date AND incident.month < ${range.next}::date
      AND incident.month = load.month AND incident.content_hash = load.content_hash AND incident.ordinal = load.ordinal
  `.execute(db);
  if (hasIds)
    await sql`
      WITH gone AS (
        DELETE FROM ${load} AS load USING incident, import_batch
        WHERE incident.jurisdiction = ${jurisdiction.code} AND incident.source_id = load.source_id
          AND import_batch.jurisdiction = incident.jurisdiction AND import_batch.id = incident.batch_id
          AND import_batch.subject = ${subject}
        RETURNING load.id, load.source_id, import_batch.id AS stored_by
      )
      INSERT INTO refused
      SELECT DISTINCT ON (staged.row_number) staged.row_number, 'id_conflict',
             'id ' || gone.source_id || ' is stored with another content, by import ' || gone.stored_by, staged.raw
      FROM gone JOIN staged ON staged.row_number = (gone.id % ${ROWS_PER_BATCH}::bigint)
    `.execute(db);
  return Number(known ?? 0);
}

/** Crash details of the accepted rows; the incidents must stand already. */
export async function insertCrashes(db: Db, code: string, batchId: string): Promise<void> {
  await sql`
    INSERT INTO crash (jurisdiction, month, incident_id, severity, deaths, injured, has_ebike, drink_driving, road_name)
    SELECT incident.jurisdiction, incident.month, incident.id, details ->> 'severity', (details ->> 'deaths')::int,
           (details ->> 'injured')::int, (details ->> 'has_ebike')::boolean, (details ->> 'drink_driving')::boolean,
           details ->> 'road_name'
    FROM crash_load JOIN incident ON incident.id = crash_load.incident_id
    WHERE incident.jurisdiction = ${code} AND incident.batch_id = ${batchId}::bigint
  `.execute(db);
}

/** How many of some months have no partition yet. */
export async function missingPartitions(db: Db, months: readonly string[]): Promise<number> {
  const { rows } = await sql<{ missing: number }>`
    SELECT count(*)::int AS missing FROM unnest(${months.map(incidentPartition)}::text[]) AS name
    WHERE to_regclass(name) IS NULL
  `.execute(db);
  return rows[0]?.missing ?? 0;
}

/**
 * Makes the load table's rows incidents: a month that `incident` has no partition for becomes that partition, the
 * others are inserted.
 *
 * @returns the partitions that were made.
 */
export async function publishIncidents(
  db: Db,
  batchId: string,
  months: readonly MonthRange[],
): Promise<string[]> {
  const made: string[] = [];
  for (const range of months) {
    const partition = sql.id(loadPartition(batchId, range.month));
    const { rows } = await sql<{ stands: boolean; filled: boolean }>`
      SELECT to_regclass(${incidentPartition(range.month)}) IS NOT NULL AS stands,
             EXISTS (SELECT FROM ${partition}) AS filled
    `.execute(db);
    if (!rows[0]?.filled) continue;
    if (rows[0].stands) await sql`INSERT INTO incident SELECT * FROM ${partition}`.execute(db);
    else made.push(await attach(db, batchId, range));
  }
  await sql`DROP TABLE ${sql.id(loadTable(batchId))}`.execute(db);
  return made;
}

/** Indexes first, then the foreign keys that ATTACH brings: each is checked once, as a set. */
async function attach(db: Db, batchId: string, { month, next }: MonthRange): Promise<string> {
  const name = incidentPartition(month);
  const table = sql.id(name);
  const [from, to] = [sql.lit(month), sql.lit(next)];
  await sql`
    ALTER TABLE ${sql.id(loadTable(batchId))} DETACH PARTITION ${sql.id(loadPartition(batchId, month))};
    ALTER TABLE ${sql.id(loadPartition(batchId, month))} RENAME TO ${table};
    ALTER TABLE ${table} ADD PRIMARY KEY (jurisdiction, month, id),
      ADD UNIQUE (jurisdiction, month, content_hash, ordinal);
    CREATE INDEX ON ${table} USING gist (geom);
    CREATE INDEX ON ${table} (jurisdiction, source_id) WHERE source_id IS NOT NULL;
    ALTER TABLE incident ATTACH PARTITION ${table} FOR VALUES FROM (${from}) TO (${to});
  `.execute(db);
  return name;
}

/** Lets the planner know new partitions. A tenth of the usual sample: enough for months, and ten times quicker. */
export async function analyzePartitions(db: Db, partitions: readonly string[]): Promise<void> {
  if (partitions.length === 0) return;
  await db.transaction().execute(async (transaction) => {
    await sql`SET LOCAL default_statistics_target = 10`.execute(transaction);
    await sql`ANALYZE ${sql.join(partitions.map((name) => sql.id(name)))}`.execute(transaction);
  });
}
