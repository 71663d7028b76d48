import type { StagedChunk } from './stage-chunks';

/** How a subject's rows go from `staged` to their tables. */
export type SubjectLoad = {
  prepare(): Promise<void>;
  chunk(chunk: StagedChunk): Promise<void>;
  settle(): Promise<{ identical: number; known: number; accepted: number; outsideCells: number }>;
  /** Called once the batch is written. */
  publish(): Promise<{ partitions: string[] }>;
};
