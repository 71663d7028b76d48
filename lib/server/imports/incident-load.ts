import 'server-only';
import type { Db } from '@/db/client';
import { addFacts, countLoad } from '@/db/queries/facts';
import type { StagingContext } from '@/db/queries/import-staging';
import { lockPartitions } from '@/db/queries/imports';
import {
  addLoadPartitions,
  createIncidentLoad,
  insertCrashes,
  loadCrashes,
  loadIncidents,
  type MonthRange,
  missingPartitions,
  publishIncidents,
  settleAgainstStored,
  settleWithinFile,
} from '@/db/queries/incidents-load';
import { addKinds } from '@/db/queries/kinds';
import type { RowStager } from './row-stager';
import type { StagedChunk } from './stage-chunks';
import type { SubjectLoad } from './subject-load';

/** Incidents and crashes: by month, with their facts. */
export class IncidentLoad implements SubjectLoad {
  readonly #db: Db;
  readonly #context: StagingContext;
  readonly #subject: 'incidents' | 'crashes';
  readonly #stager: RowStager;
  readonly #months = new Map<string, MonthRange>();

  constructor(
    db: Db,
    context: StagingContext,
    subject: 'incidents' | 'crashes',
    stager: RowStager,
  ) {
    this.#db = db;
    this.#context = context;
    this.#subject = subject;
    this.#stager = stager;
  }

  prepare(): Promise<void> {
    return createIncidentLoad(this.#db, this.#context.batchId);
  }

  async chunk({ number, accepted, hasDetails }: StagedChunk): Promise<void> {
    const added = this.#stager.calendar.months.filter(({ month }) => !this.#months.has(month));
    for (const range of added) this.#months.set(range.month, range);
    await addLoadPartitions(this.#db, this.#context.batchId, added);
    await loadIncidents(this.#db, this.#context, { number, accepted });
    if (hasDetails) await loadCrashes(this.#db, this.#context.batchId, number);
  }

  async settle() {
    const { jurisdiction, batchId } = this.#context;
    const { hasIds } = this.#stager;
    const within = await settleWithinFile(this.#db, batchId, hasIds);
    const stored = await settleAgainstStored(this.#db, this.#context, this.#subject, hasIds);
    const { rows, outsideCells } = await countLoad(this.#db, jurisdiction.code, batchId);
    const missing = await missingPartitions(this.#db, [...this.#months.keys()]);
    await lockPartitions(this.#db, missing > 0);
    await addKinds(this.#db, jurisdiction.code, [...this.#stager.newKinds.values()]);
    return {
      identical: within.identical,
      known: within.known + stored,
      accepted: rows,
      outsideCells,
    };
  }

  async publish() {
    const { jurisdiction, batchId } = this.#context;
    const partitions = await publishIncidents(this.#db, batchId, [...this.#months.values()]);
    if (this.#subject === 'crashes') await insertCrashes(this.#db, jurisdiction.code, batchId);
    await addFacts(this.#db, jurisdiction.code);
    return { partitions, tables: ['cell_month', 'cell_month_total', 'crash', 'kind'] };
  }
}
