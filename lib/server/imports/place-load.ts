import 'server-only';
import type { Db } from '@/db/client';
import type { StagingContext } from '@/db/queries/import-staging';
import {
  createPlaceLoad,
  joinTowns,
  loadPlaces,
  type PlaceSubject,
  placeTable,
  publishPlaces,
  settlePlaces,
} from '@/db/queries/places-load';
import type { StagedChunk } from './stage-chunks';
import type { SubjectLoad } from './subject-load';

/** Hazards, premises, roads, towns and grids: some thousand rows, each in one table. */
export class PlaceLoad implements SubjectLoad {
  readonly #db: Db;
  readonly #context: StagingContext;
  readonly #subject: PlaceSubject;

  constructor(db: Db, context: StagingContext, subject: PlaceSubject) {
    this.#db = db;
    this.#context = context;
    this.#subject = subject;
  }

  prepare(): Promise<void> {
    return createPlaceLoad(this.#db);
  }

  chunk({ number }: StagedChunk): Promise<void> {
    return loadPlaces(this.#db, this.#context, this.#subject, number);
  }

  settle() {
    return settlePlaces(this.#db, this.#context, this.#subject);
  }

  async publish() {
    await publishPlaces(this.#db, this.#context, this.#subject);
    if (this.#subject === 'towns') await joinTowns(this.#db, this.#context.jurisdiction.code);
    // Towns also give the cells their town.
    const tables = this.#subject === 'towns' ? ['town', 'cell'] : [placeTable(this.#subject)];
    return { partitions: [], tables };
  }
}
