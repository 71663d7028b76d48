import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { clonePostgres } from '@/db/testing/global-setup';
import { openCommandLine } from './testing/command-line';

const zhantu = await openCommandLine('backup_command');

it('backs up and restores by the settings, in one line each', async () => {
  const created = await zhantu.run(
    ...['jurisdiction', 'create', '--code', '330784', '--name', '永康市'],
    ...['--bbox=119.9,28.75,120.3,29.05', '--cell', '5000'],
  );
  expect(created.status, created.stderr).toBe(0);
  const backup = await zhantu.run('backup', 'copy', '--json');
  expect(backup.status, backup.stderr).toBe(0);
  const { tables, backend } = JSON.parse(backup.stdout);
  expect(backend).toBe(inject('snapshotFile') ? 'embedded' : 'postgres');
  expect(tables).toContainEqual({
    table: 'jurisdiction',
    rows: 1,
    checksum: expect.stringMatching(/^-?\d+$/),
  });

  const again = await zhantu.run('backup', 'copy');
  expect(again).toMatchObject({ status: 1, stdout: '' });
  expect(again.stderr).toBe(
    `zhantu: ${join(zhantu.folder, 'copy')} exists already: give a folder that does not\n`,
  );
  const onto = await zhantu.run('restore', 'copy');
  expect(onto).toMatchObject({ status: 1, stdout: '' });
  expect(onto.stderr).toMatch(/^zhantu: .* already: .*\n$/);

  await moveElsewhere();
  const restored = await zhantu.run('restore', 'copy');
  expect(restored.status, restored.stderr).toBe(0);
  expect(restored.stdout).toMatch(/^restored copy: [\d,]+ rows in \d+ tables, all checked, as of /);
  const list = await zhantu.run('jurisdiction', 'list', '--json');
  expect(JSON.parse(list.stdout)).toMatchObject([{ code: '330784', name: '永康市' }]);
});

/** The settings name a database without a table from here on. */
async function moveElsewhere(): Promise<void> {
  const server = inject('postgresUrl');
  if (server)
    zhantu.environment.DATABASE_URL = await clonePostgres(server, 'zhantu_restored', 'template0');
  else {
    const home = join(zhantu.folder, 'other');
    mkdirSync(home);
    zhantu.environment.ZHANTU_HOME = home;
  }
}
