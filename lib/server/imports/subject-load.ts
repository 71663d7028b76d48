import type { StagedChunk } from './stage-chunks';

export type Changed = { partitions: string[]; tables: string[] };

/** How a subject's rows go from `staged` to their tables. */
export type SubjectLoad = {
  prepare(): Promise<void>;
  chunk(chunk: StagedChunk): Promise<void>;
  settle(): Promise<{ identical: number; known: number; accepted: number; outsideCells: number }>;
  /** Called once the batch is written; tells which tables and new partitions have changed. */
  publish(): Promise<Changed>;
};
