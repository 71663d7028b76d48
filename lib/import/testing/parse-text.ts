import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ImportOptionTexts, readImportOptions } from '../options';
import { isReject, parseFile } from '../parse-file';
import type { ParsedRow, Reject } from '../types';

/** 1 January 2024, UTC. */
const TEST_NOW = Date.UTC(2024, 0, 1);

const INCIDENT_OPTIONS: ImportOptionTexts = {
  subject: 'incidents',
  columns: 'occurred=date,lon=lon,lat=lat,kind=kind',
  timezone: 'Asia/Shanghai',
};

/** Writes a file of that name and reads it back through the import's parser. */
export async function parseContent(
  name: string,
  content: string | Uint8Array,
  texts: Partial<ImportOptionTexts> = {},
): Promise<{ rows: ParsedRow[]; rejects: Reject[] }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zhantu-import-'));
  try {
    const file = path.join(folder, name);
    await writeFile(file, content);
    const options = readImportOptions({ ...INCIDENT_OPTIONS, ...texts }, TEST_NOW);
    const all: (ParsedRow | Reject)[] = [];
    for await (const chunk of parseFile(file, options)) all.push(...chunk);
    return {
      rows: all.filter((row) => !isReject(row)) as ParsedRow[],
      rejects: all.filter(isReject),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
