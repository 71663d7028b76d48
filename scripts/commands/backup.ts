import { resolve } from 'node:path';
import type { Command } from 'commander';
import { backUp } from '@/lib/server/backup/back-up';
import type { Manifest } from '@/lib/server/backup/manifest';
import { restore } from '@/lib/server/backup/restore';
import { ownerPlace } from '@/lib/server/database';

type Work = (place: ReturnType<typeof ownerPlace>, folder: string) => Promise<Manifest>;

/** `zhantu backup` and `zhantu restore`. */
export function registerBackup(program: Command): void {
  const add = (name: string, description: string, work: Work, done: string) =>
    program
      .command(name)
      .description(description)
      .argument('<folder>')
      .option('--json', 'print what it holds as JSON')
      .action(async (folder: string, { json }: { json?: true }) => {
        const manifest = await work(ownerPlace(), resolve(folder));
        console.log(json ? JSON.stringify(manifest) : `${done} ${folder}: ${summary(manifest)}`);
      });
  add('backup', 'write the whole database into a new folder', backUp, 'wrote');
  add('restore', 'bring a backup into an empty database, and check it', restore, 'restored');
}

function summary({ tables, bytes, takenAt, schema }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0).toLocaleString('en');
  const megabytes = (bytes / 1e6).toFixed(1);
  return `${rows} rows in ${tables.length} tables, all checked, as of ${takenAt}; ${megabytes} MB, schema ${schema}`;
}
