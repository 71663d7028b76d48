import type { ParsedChunk } from '@/lib/import/types';
import type { RowStager } from './row-stager';

export type StagedChunk = {
  /** From 1. */
  number: number;
  rows: number;
  hasRejects: boolean;
  hasIds: boolean;
  /** Days (UTC, since 1970) that no earlier chunk had. */
  newDays: readonly number[];
  /** The lines, as COPY takes them. */
  texts(): AsyncGenerator<string>;
};

/** Rows a chunk: enough that a statement a chunk costs nothing, few enough for little memory. */
const ROWS_A_CHUNK = 50_000;
/** A chunk of long rows (outlines of towns) ends earlier. */
const CHARACTERS_A_CHUNK = 16 * 1024 * 1024;

/** Chunks of staged lines; while one is being taken, the next is read. */
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
  const known = new Set<number>();
  let lines: string[] = [];
  let number = 0;
  let count = 0;
  let characters = 0;
  const take = (): StagedChunk => {
    const newDays = [...stager.days].filter((day) => !known.has(day));
    for (const day of newDays) known.add(day);
    const texts = lines;
    const chunk: StagedChunk = {
      number: ++number,
      rows: count,
      hasRejects: stager.hasRejects,
      hasIds: stager.hasIds,
      newDays,
      texts: async function* () {
        yield* texts;
      },
    };
    lines = [];
    count = 0;
    characters = 0;
    return chunk;
  };
  for await (const parsed of rows) {
    let text = '';
    for (const row of parsed) text += stager.line(row);
    lines.push(text);
    count += parsed.length;
    characters += text.length;
    if (count >= ROWS_A_CHUNK || characters >= CHARACTERS_A_CHUNK) yield take();
  }
  if (count > 0) yield take();
  return undefined;
}
