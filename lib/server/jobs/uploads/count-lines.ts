import 'server-only';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

const NEWLINE = 10;

/**
 * How many rows a file of text lines has at most, its header left out; for progress. A line break in a quoted cell
 * counts too.
 *
 * @returns null where rows are not lines: packed files, workbooks, GeoJSON, pipes.
 */
export async function countLines(path: string, signal: AbortSignal): Promise<number | null> {
  if (!/[.](?:csv|tsv|tab|txt)$/i.test(path)) return null;
  // A pipe can be read once, and that is the import's.
  if (!(await stat(path)).isFile()) return null;
  let lines = 0;
  for await (const chunk of createReadStream(path, { signal, highWaterMark: 1024 * 1024 }))
    lines += count(chunk as Buffer);
  return Math.max(0, lines - 1);
}

function count(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}
