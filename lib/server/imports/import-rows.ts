import 'server-only';
import type { Database, Db, Session } from '@/db/client';
import type { Doer } from '@/db/queries/audit';
import {
  chunkTable,
  createChunk,
  createStaging,
  dropChunk,
  importBounds,
  refuseStaged,
  STAGED_COLUMNS,
  type StagingContext,
} from '@/db/queries/import-staging';
import {
  bumpDataVersion,
  countRefused,
  insertBatch,
  keepRefused,
  lockImports,
  nextBatchId,
  pageOfRefused,
  type RejectedRow,
} from '@/db/queries/imports';
import { analyzePartitions } from '@/db/queries/incidents-load';
import { findCrs, type Jurisdiction } from '@/db/queries/jurisdictions';
import { listKinds } from '@/db/queries/kinds';
import { refreshStatistics } from '@/db/queries/statistics';
import type { ImportSubject, ParsedChunk } from '@/lib/import/types';
import { UserError } from '@/lib/user-error';
import { hostDoer } from '../audit/host-doer';
import { record } from '../audit/record';
import { getJurisdiction } from '../jurisdictions';
import { IncidentLoad } from './incident-load';
import { PlaceLoad } from './place-load';
import { RowStager, type ValueMaps } from './row-stager';
import { stageChunks } from './stage-chunks';
import type { Changed, SubjectLoad } from './subject-load';
import { CRASH_KIND } from './subject-values';

export type ImportRequest = {
  jurisdiction: string;
  subject: ImportSubject;
  fileName: string;
  rows: AsyncIterable<ParsedChunk>;
  /** EPSG code of the rows' coordinates; 4326 for degrees. */
  srid: number;
  createKinds?: boolean;
  /** A kind that the user gave for all rows: it is made where it is missing. */
  constantKind?: string | undefined;
  valueMaps?: ValueMaps;
  /** Kept with the batch, to tell later how it was read. */
  options?: Record<string, unknown>;
  /** Once every row has been read, before the work on all of them. */
  onAllRead?: (rowsRead: number) => void;
  /** Takes the refused rows in the file's order, before the import is committed; a throw rolls it back. */
  onRejects?: (page: readonly RejectedRow[]) => void;
  /** Who imports; the command line on the host where it is left out. */
  by?: Doer | undefined;
  /** The last word before the commit, in the same transaction; a throw rolls the import back. */
  onCommit?: (db: Db, summary: ImportSummary) => Promise<void>;
  /** Aborted: the import is rolled back at the next step. */
  signal?: AbortSignal;
};

export type ImportSummary = {
  /** Null where nothing was kept: no row of the file was taken, and none was known. */
  batch: string | null;
  read: number;
  accepted: number;
  known: number;
  rejected: number;
  rejectedByReason: Record<string, number>;
  /** Rows that equal an earlier one of the file, and count as events of their own. */
  identicalRows: number;
  /** Accepted rows outside the jurisdiction, within its buffer, in no cell. */
  outsideCells: number;
};

const REJECTS_A_PAGE = 5_000;

/** Thrown to roll back an import that took nothing; carries what there is to say. */
class NothingTaken extends Error {
  readonly summary: ImportSummary;
  constructor(summary: ImportSummary) {
    super('no row was taken');
    this.summary = summary;
  }
}

/**
 * Imports rows as one batch in one transaction: all of it stands, or nothing.
 *
 * @throws {UserError} where there is no such jurisdiction, or the CRS does not fit it.
 */
export async function importRows(
  database: Database,
  request: ImportRequest,
): Promise<ImportSummary> {
  let changed: Changed = { partitions: [], tables: [] };
  const summary = await database
    .session(async (session) => {
      const done = await importWithin(session, request);
      changed = done.changed;
      return done.summary;
    })
    .catch((error: unknown) => {
      if (error instanceof NothingTaken) return error.summary;
      throw error;
    });
  await analyzePartitions(database.db, changed.partitions);
  await refreshStatistics(database.db, changed.tables);
  return summary;
}

async function importWithin(session: Session, request: ImportRequest) {
  const { db } = session;
  const jurisdiction = await getJurisdiction(db, request.jurisdiction);
  await lockImports(db, jurisdiction.code);
  const batchId = await nextBatchId(db);
  const context: StagingContext = { jurisdiction, srid: request.srid, batchId };
  const stager = await prepareStager(db, request, jurisdiction);
  const load = loadOf(db, context, request.subject, stager);
  await createStaging(db, context);
  await load.prepare();
  const read = await loadChunks(session, request, stager, load);
  request.onAllRead?.(read);
  const settled = await load.settle();
  request.signal?.throwIfAborted();
  const summary = await summarise(db, batchId, read, settled);
  await handOverRejects(db, request.onRejects);
  if (summary.accepted === 0 && summary.known === 0)
    throw new NothingTaken({ ...summary, batch: null });
  const changed = await commitBatch(db, request, jurisdiction.code, summary, load);
  request.signal?.throwIfAborted();
  await request.onCommit?.(db, summary);
  await recordImport(db, request, summary);
  return { summary, changed };
}

/** Behind the end of its job: who cancels one takes the job's row first, and then the log, too. */
function recordImport(db: Db, request: ImportRequest, summary: ImportSummary): Promise<void> {
  const { jurisdiction, subject, fileName, by = hostDoer() } = request;
  const { batch, read, accepted, known, rejected } = summary;
  return record(db, {
    jurisdiction,
    by,
    action: 'import.run',
    subject: batch ?? undefined,
    parameters: { subject, fileName, read, accepted, known, rejected },
  });
}

async function commitBatch(
  db: Db,
  { subject, fileName, options }: ImportRequest,
  code: string,
  summary: ImportSummary,
  load: SubjectLoad,
): Promise<Changed> {
  const id = summary.batch ?? '';
  await insertBatch(db, code, {
    id,
    subject,
    fileName,
    options: { ...options },
    rowsRead: summary.read,
    rowsAccepted: summary.accepted,
    rowsRejected: summary.rejected,
    rowsKnown: summary.known,
  });
  const changed = await load.publish();
  await keepRefused(db, code, id);
  if (summary.accepted > 0) await bumpDataVersion(db, code, versionSubject(subject));
  return changed;
}

/** Crashes are incidents: one version tells of both. */
export function versionSubject(subject: ImportSubject): string {
  return subject === 'crashes' ? 'incidents' : subject;
}

function loadOf(
  db: Db,
  context: StagingContext,
  subject: ImportSubject,
  stager: RowStager,
): SubjectLoad {
  return subject === 'incidents' || subject === 'crashes'
    ? new IncidentLoad(db, context, subject, stager)
    : new PlaceLoad(db, context, subject);
}

async function prepareStager(
  db: Db,
  request: ImportRequest,
  jurisdiction: Jurisdiction,
): Promise<RowStager> {
  const { srid, subject, createKinds = false, constantKind, valueMaps = new Map() } = request;
  if (!(await findCrs(db, srid))) throw new UserError(`EPSG:${srid} is not known to PostGIS`);
  const bounds = await importBounds(db, { jurisdiction, srid });
  if (!Object.values(bounds).every(Number.isFinite))
    throw new UserError(`EPSG:${srid} cannot express places of ${jurisdiction.name}: check --crs`);
  const stager = new RowStager({
    subject,
    bounds,
    bufferMetres: jurisdiction.bufferMetres,
    srid,
    timezone: jurisdiction.timezone,
    kinds: await listKinds(db, jurisdiction.code),
    createKinds,
    valueMaps,
  });
  if (subject === 'crashes')
    stager.allowKind({ code: CRASH_KIND, nameZh: '交通事故', nameEn: 'Traffic crash' });
  if (constantKind && (subject === 'incidents' || subject === 'crashes'))
    stager.allowKind({ code: constantKind, nameZh: constantKind, nameEn: constantKind });
  return stager;
}

/** The next chunk is parsed while the database takes the one before. */
async function loadChunks(
  { db, copyBinary }: Session,
  request: ImportRequest,
  stager: RowStager,
  load: SubjectLoad,
): Promise<number> {
  let read = 0;
  for await (const chunk of stageChunks(request.rows, stager)) {
    await createChunk(db, chunk.number);
    await copyBinary(chunkTable(chunk.number), STAGED_COLUMNS, chunk.tuples());
    if (chunk.hasRejects) await refuseStaged(db, chunk.number);
    await load.chunk(chunk);
    if (!chunk.hasIds) await dropChunk(db, chunk.number);
    read += chunk.rows;
    request.signal?.throwIfAborted();
  }
  return read;
}

async function summarise(
  db: Db,
  batch: string,
  read: number,
  settled: Awaited<ReturnType<SubjectLoad['settle']>>,
): Promise<ImportSummary> {
  const rejectedByReason = await countRefused(db);
  const rejected = Object.values(rejectedByReason).reduce((sum, count) => sum + count, 0);
  const { accepted, known, identical, outsideCells } = settled;
  if (read !== accepted + known + rejected)
    throw new Error(
      `${read} rows were read, but ${accepted} + ${known} + ${rejected} accounted for`,
    );
  return {
    batch,
    read,
    accepted,
    known,
    rejected,
    rejectedByReason,
    identicalRows: identical,
    outsideCells,
  };
}

async function handOverRejects(db: Db, onRejects: ImportRequest['onRejects']): Promise<void> {
  if (!onRejects) return;
  let after = -1;
  for (;;) {
    const page = await pageOfRefused(db, after, REJECTS_A_PAGE);
    const last = page.at(-1);
    if (!last) return;
    onRejects(page);
    after = last.rowNumber;
  }
}
