import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCommandLine } from './testing/command-line';
import { startPipedImport } from './testing/piped-import';

const zhantu = await openCommandLine('killed_import');
const ROWS = 60_000;
const OPTIONS = ['--jurisdiction', '330784', '--create-kinds'];

const content = `id,occurred,lon,lat,kind\n${Array.from(
  { length: ROWS },
  (_, n) =>
    `${n},2024-0${(n % 9) + 1}-11 08:00,${(119.95 + (n % 977) / 4000).toFixed(6)},${(28.8 + (n % 499) / 2500).toFixed(6)},theft\n`,
).join('')}`;

/** Starts an import, and kills it (SIGKILL) once it has taken this share of the file. */
async function killAfter(share: number): Promise<void> {
  const piped = startPipedImport(zhantu, `rows-${share}`, ...OPTIONS);
  await piped.write(content.slice(0, Math.floor(content.length * share)));
  if (share === 1) await piped.end();
  expect((await piped.kill()).signal).toBe('SIGKILL');
}

describe('an import that is killed', { timeout: 300_000 }, () => {
  it('leaves nothing of itself, and the next one brings every row', async () => {
    const { status, stderr } = await zhantu.run(
      ...['jurisdiction', 'create', '--code', '330784', '--name', '永康市'],
      ...['--bbox=119.9,28.75,120.3,29.05', '--cell', '1000'],
    );
    expect(status, stderr).toBe(0);
    // Half-way through the file, and with all of it read: in the set work of the database.
    for (const share of [0.5, 1]) {
      await killAfter(share);
      const list = await zhantu.run('import', 'list', '--jurisdiction', '330784', '--json');
      expect(JSON.parse(list.stdout), list.stderr).toEqual([]);
    }
    const file = join(zhantu.folder, 'rows.csv');
    writeFileSync(file, content);
    const again = await zhantu.run('import', 'incidents', file, ...OPTIONS, '--json');
    expect(again.status, again.stderr).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ read: ROWS, accepted: ROWS, known: 0 });
  });
});
