import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbedded } from '@/db/embedded/open';
import { migrateToLatest } from '@/db/migrate';
import { median } from './quantile';
import { timed } from './stopwatch';

export type OpenFigures = { createMs: number; warmMs: number };

const OPENINGS = 3;

/**
 * Time until the embedded database answers with its schema up to date.
 *
 * @param folder where new ones may be made.
 * @param home holds a filled one, which is closed.
 */
export async function measureOpening(folder: string, home: string): Promise<OpenFigures> {
  const created: number[] = [];
  const warm: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening++) {
    const fresh = mkdtempSync(join(folder, 'fresh-'));
    created.push(await openAndClose(fresh));
    rmSync(fresh, { recursive: true });
    warm.push(await openAndClose(home));
  }
  return { createMs: median(created), warmMs: median(warm) };
}

async function openAndClose(home: string): Promise<number> {
  const { ms, result } = await timed(async () => {
    const database = await openEmbedded({ home });
    await migrateToLatest(database.db);
    return database;
  });
  await result.close();
  return ms;
}
