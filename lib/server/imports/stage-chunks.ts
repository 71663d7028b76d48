import { BinaryTuples } from '@/db/sql/copy-binary';
import type { ParsedChunk } from '@/lib/import/types';
import type { RowStager } from './row-stager';

export type StagedChunk = {
  /** From 1. */
  number: number;
  rows: number;
  hasRejects: boolean;
  hasIds: boolean;
  /** Rows that the reader took. */
  accepted: number;
  hasDetails: boolean;
  /** The rows, as binary COPY takes them. */
  tuples(): AsyncGenerator<Uint8Array>;
};

/** Rows a chunk: enough that a statement a chunk costs nothing, few enough for little memory. */
const ROWS_A_CHUNK = 25_000;
/** A chunk of long rows (outlines of towns) ends earlier. */
const BYTES_A_CHUNK = 16 * 1024 * 1024;

/** Chunks of staged rows; while one is being taken, the next is read. */
export async function* stageChunks(
  rows: AsyncIterable<ParsedChunk>,
  stager: RowStager,
): AsyncGenerator<StagedChunk> {
  const chunks = collect(rows, stager);
  let next = chunks.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done) return;
      next = chunks.next();
      // Its failure is reported when its turn comes; until then it must not count as unhandled.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await chunks.return(undefined);
  }
}

async function* collect(
  rows: AsyncIterable<ParsedChunk>,
  stager: RowStager,
): AsyncGenerator<StagedChunk, undefined> {
  const tuples = new BinaryTuples();
  let number = 0;
  let count = 0;
  let before = 0;
  const take = (): StagedChunk => {
    const bytes = tuples.take();
    const chunk: StagedChunk = {
      number: ++number,
      rows: count,
      accepted: stager.accepted - before,
      hasRejects: stager.hasRejects,
      hasIds: stager.hasIds,
      hasDetails: stager.hasDetails,
      tuples: async function* () {
        yield bytes;
      },
    };
    count = 0;
    before = stager.accepted;
    return chunk;
  };
  for await (const parsed of rows) {
    for (const row of parsed) stager.stage(row, tuples);
    count += parsed.length;
    if (count >= ROWS_A_CHUNK || tuples.length >= BYTES_A_CHUNK) yield take();
  }
  if (count > 0) yield take();
  return undefined;
}
