import 'server-only';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '@/db/client';
import { acquireLock } from '@/db/embedded/lock';
import { openEmbedded } from '@/db/embedded/open';
import { migrateToLatest } from '@/db/migrate';
import { UserError } from '@/lib/user-error';
import { DEMO_CODE } from './demo-jurisdiction';
import { type DemoOptions, type Progress, writeDemo } from './write-demo';

/** A demo city is there, but not the one that was asked for. */
class OtherDemoError extends UserError {}

/**
 * Makes sure that the embedded database in `home` holds the demo city: all of it, or as it was before.
 *
 * A database that does not exist yet is built aside and moved into place when it is whole, so that a killed
 * preparation leaves nothing but a folder that the next one clears away.
 *
 * @throws {OtherDemoError} when it holds a demo city of another size or seed.
 */
export async function prepareDemo(
  home: string,
  options: DemoOptions & { rebuild: boolean },
  progress: Progress,
): Promise<void> {
  const place = join(home, 'database');
  if (!existsSync(place)) return buildAside(home, options, progress);
  const opened = await openEmbedded({ home });
  let others: string[];
  try {
    await migrateToLatest(opened.db);
    const known = await opened.db
      .selectFrom('jurisdiction')
      .select(['code', 'is_demo'])
      .orderBy('code')
      .execute();
    const hasDemo = known.some(({ code, is_demo }) => code === DEMO_CODE && is_demo);
    others = known.filter(({ is_demo }) => !is_demo).map(({ code }) => code);
    if (!options.rebuild) {
      if (hasDemo) await refuseOther(opened, options);
      else await writeDemo(opened, options, progress);
      return;
    }
  } finally {
    await opened.close();
  }
  if (others.length > 0)
    throw new UserError(
      `--rebuild would delete ${others.join(', ')} too: set ZHANTU_HOME to another folder, or delete ${place} yourself`,
    );
  await buildAside(home, options, progress);
}

async function buildAside(home: string, options: DemoOptions, progress: Progress): Promise<void> {
  mkdirSync(home, { recursive: true });
  const place = join(home, 'database');
  const release = acquireLock(join(home, 'database.lock'), place);
  process.once('exit', release);
  try {
    const aside = join(home, 'preparing');
    rmSync(aside, { recursive: true, force: true });
    progress('starting a new database');
    const opened = await openEmbedded({ home: aside });
    try {
      await migrateToLatest(opened.db);
      await writeDemo(opened, options, progress);
    } finally {
      await opened.close();
    }
    rmSync(place, { recursive: true, force: true });
    renameSync(join(aside, 'database'), place);
    rmSync(aside, { recursive: true, force: true });
  } finally {
    process.off('exit', release);
    release();
  }
}

async function refuseOther({ db }: Database, { size, seed }: DemoOptions): Promise<void> {
  const { options } = await db
    .selectFrom('import_batch')
    .select('options')
    .where('jurisdiction', '=', DEMO_CODE)
    .where('subject', '=', 'incidents')
    .where('file_name', '=', 'demo')
    .executeTakeFirstOrThrow();
  const held = { size: 0, seed: 0, ...(options as object) };
  if (held.size === size && held.seed === seed) return;
  throw new OtherDemoError(
    `the demo city there has size ${held.size} and seed ${held.seed}: add --rebuild for another`,
  );
}
