import { randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Database, Db } from '@/db/client';
import { openEmbedded } from '@/db/embedded/open';
import { listHardeningGaps } from '@/db/hardening';
import { openPostgres } from '@/db/postgres';
import { listTableChecksums } from '@/db/queries/table-checksums';
import { clonePostgres, readSnapshot } from '@/db/testing/global-setup';
import { insertTenants } from '@/db/testing/tenants-fixture';
import type { DatabasePlace } from '../database';
import { backUp } from './back-up';
import { readManifest } from './manifest';
import { restore } from './restore';

const snapshotFile = inject('snapshotFile');
const server = inject('postgresUrl');
const folder = mkdtempSync(join(tmpdir(), 'zhantu-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const newName = () => `backup_${randomBytes(6).toString('hex')}`;

/** A migrated database of its own, with rows in every table. */
async function filled(): Promise<DatabasePlace> {
  const place: DatabasePlace = snapshotFile
    ? { backend: 'embedded', home: join(folder, newName()) }
    : { backend: 'postgres', url: await clonePostgres(server, newName()) };
  await on(place, ({ db }) => insertTenants(db), snapshotFile && readSnapshot(snapshotFile));
  return place;
}

/** A place without any table. */
async function emptyPlace(): Promise<DatabasePlace> {
  if (snapshotFile) return { backend: 'embedded', home: join(folder, newName()) };
  return { backend: 'postgres', url: await clonePostgres(server, newName(), 'template0') };
}

async function on<T>(
  place: DatabasePlace,
  work: (database: Database) => Promise<T>,
  snapshot?: Uint8Array | '',
): Promise<T> {
  const database =
    place.backend === 'postgres'
      ? openPostgres({ url: place.url, poolSize: 2 })
      : await openEmbedded({ home: place.home, ...(snapshot && { snapshot }) });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const checksums = (place: DatabasePlace) =>
  on(place, ({ db }) => db.transaction().execute(listTableChecksums));

/** Who may do what, to which rows, to what stands and what will be made. */
async function rights(db: Db): Promise<unknown> {
  const { rows } = await sql`
    SELECT 'policy' AS what, polrelid::regclass::text AS of, polname::text AS to,
           concat(polcmd, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) AS may FROM pg_policy
    UNION ALL
    SELECT what, of, grantee::regrole::text, string_agg(privilege_type, ' ' ORDER BY privilege_type) FROM (
      SELECT 'table' AS what, oid::regclass::text AS of, coalesce(relacl, acldefault('r', relowner)) AS acl FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')
      UNION ALL
      SELECT 'function', oid::regprocedure::text, coalesce(proacl, acldefault('f', proowner)) FROM pg_proc
      WHERE pronamespace = 'public'::regnamespace
      UNION ALL
      SELECT 'new', concat(defaclobjtype, defaclnamespace::regnamespace), defaclacl FROM pg_default_acl
    ) AS held, aclexplode(acl)
    GROUP BY 1, 2, 3
    ORDER BY 1, 2, 3, 4`.execute(db);
  return rows;
}

const source = await filled();
const backup = join(folder, newName());
const written = await backUp(source, backup);
/** A copy of the backup, to be damaged. */
let copy: string;
beforeEach(() => {
  copy = join(folder, newName());
  cpSync(backup, copy, { recursive: true });
});

describe('a backup', () => {
  it('brings every row of every table back, with its rights', async () => {
    expect(written.tables.filter(({ rows }) => rows > 0).length).toBeGreaterThan(20);
    const rightsBefore = await on(source, async ({ db }) => {
      expect(await db.transaction().execute(listTableChecksums)).toEqual(written.tables);
      return rights(db);
    });
    const target = await emptyPlace();
    expect(await restore(target, copy)).toEqual(written);
    await on(target, async ({ db }) => {
      expect(await db.transaction().execute(listTableChecksums)).toEqual(written.tables);
      expect(await listHardeningGaps(db)).toEqual([]);
      expect(await rights(db)).toEqual(rightsBefore);
    });
  });

  if (server)
    it('is of one moment, though people work on meanwhile', async () => {
      const busy = await filled();
      let isDone = false;
      const work = on(busy, async ({ db }) => {
        for (let n = 0; !isDone; n++)
          await sql`
            INSERT INTO kind (jurisdiction, code, name_zh, name_en)
            SELECT code, ${`added_${n}`}, 'a', 'a' FROM jurisdiction`.execute(db);
      });
      const busyCopy = join(folder, newName());
      const { tables } = await backUp(busy, busyCopy).finally(() => {
        isDone = true;
      });
      await work;
      const target = await emptyPlace();
      await restore(target, busyCopy);
      expect(await checksums(target)).toEqual(tables);
      expect(await checksums(busy)).not.toEqual(tables);
    });

  it('is not written over another', async () => {
    await expect(backUp(source, backup)).rejects.toThrow('exists already');
  });

  it('is there whole or not at all', async () => {
    const nowhere: DatabasePlace =
      source.backend === 'postgres'
        ? { backend: 'postgres', url: `${server}/${newName()}` }
        : { backend: 'embedded', home: join(folder, newName()) };
    const missing = join(folder, newName());
    await expect(backUp(nowhere, missing)).rejects.toThrow();
    expect(existsSync(missing)).toBe(false);
    expect(existsSync(`${missing}.part`)).toBe(false);
  });

  it('is for its owner’s eyes only', () => {
    expect(statSync(backup).mode & 0o077).toBe(0);
    for (const file of readdirSync(backup))
      expect(statSync(join(backup, file)).mode & 0o077).toBe(0);
  });

  it('tells one changed value, and nothing else', async () => {
    const names = await on(source, async ({ db }) => {
      const differing = async (change: string) => {
        const transaction = await db.startTransaction().execute();
        await sql.raw(change).execute(transaction);
        const after = await listTableChecksums(transaction);
        await transaction.rollback().execute();
        return after
          .filter(({ checksum }, index) => checksum !== written.tables[index]?.checksum)
          .map(({ table }) => table);
      };
      return [
        await differing("UPDATE kind SET name_en = name_en || '.'"),
        // A row's place in its table changes, and its transaction; its values do not.
        await differing('UPDATE kind SET name_en = name_en'),
      ];
    });
    expect(names).toEqual([['kind'], []]);
  });
});

describe('a restore', () => {
  it('refuses a place that holds something, and leaves it as it is', async () => {
    await expect(restore(source, copy)).rejects.toThrow(/already: (make|move)/);
    expect(await checksums(source)).toEqual(written.tables);
  });

  it.each([
    [
      'a damaged file',
      (file: string) => writeFileSync(file, 'x', { flag: 'a' }),
      'is damaged: its SHA-256',
    ],
    ['a missing file', (file: string) => rmSync(file), 'cannot be read'],
  ])('refuses %s', async (_, damage, message) => {
    damage(join(copy, 'database.dump'));
    await expect(restore(await emptyPlace(), copy)).rejects.toThrow(message);
  });

  it.each([
    ['no folder of ours', undefined, 'is no backup'],
    ['no JSON', '{', 'is damaged'],
    ['a later form', '{"format": 2}', 'written by a later version'],
  ])('refuses %s', async (_, text, message) => {
    const file = join(copy, 'manifest.json');
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
    await expect(restore(await emptyPlace(), copy)).rejects.toThrow(message);
  });

  it('refuses a later schema, and another backend', async () => {
    const manifest = readManifest(copy);
    const write = (change: object) =>
      writeFileSync(join(copy, 'manifest.json'), JSON.stringify({ ...manifest, ...change }));
    write({ schema: '9999_later' });
    await expect(restore(await emptyPlace(), copy)).rejects.toThrow('whose schema is later');
    write({ backend: source.backend === 'postgres' ? 'embedded' : 'postgres' });
    await expect(restore(await emptyPlace(), copy)).rejects.toThrow(/is of an? /);
  });

  it('says so when what came back is not what was written', async () => {
    const manifest = readManifest(copy);
    const [first, ...others] = manifest.tables;
    const tables = [{ ...first, rows: 1_000_000 }, ...others];
    writeFileSync(join(copy, 'manifest.json'), JSON.stringify({ ...manifest, tables }));
    const target = await emptyPlace();
    await expect(restore(target, copy)).rejects.toThrow(`not what was backed up (${first?.table})`);
    if (target.backend === 'embedded') expect(readdirSync(target.home)).toEqual([]);
  });

  if (server)
    it('needs no superuser where PostGIS and the roles are there', async () => {
      const owner = newName();
      const target = await emptyPlace();
      if (target.backend !== 'postgres') throw new Error('not a server');
      await on(target, async ({ db }) => {
        await sql`CREATE EXTENSION postgis`.execute(db);
        await sql`CREATE ROLE ${sql.id(owner)} LOGIN`.execute(db);
        for (const role of readManifest(copy).roles)
          await sql`GRANT ${sql.id(role)} TO ${sql.id(owner)}`.execute(db);
        const name = new URL(target.url).pathname.slice(1);
        await sql`ALTER DATABASE ${sql.id(name)} OWNER TO ${sql.id(owner)}`.execute(db);
      });
      const url = new URL(target.url);
      url.username = owner;
      const theirs: DatabasePlace = { backend: 'postgres', url: url.href };
      await restore(theirs, copy);
      expect(await checksums(theirs)).toEqual(readManifest(copy).tables);
    });
  else
    it('brings the embedded database’s key back, and never over another', async () => {
      const homeOf = (place: DatabasePlace) => (place.backend === 'embedded' ? place.home : '');
      writeFileSync(join(copy, 'secret'), 'key of the source');
      const target = await emptyPlace();
      await restore(target, copy);
      expect(readFileSync(join(homeOf(target), 'secret'), 'utf8')).toBe('key of the source');
      const other = await emptyPlace();
      mkdirSync(homeOf(other));
      writeFileSync(join(homeOf(other), 'secret'), 'key of another');
      await expect(restore(other, copy)).rejects.toThrow('another key than the backup’s');
      expect(readdirSync(homeOf(other))).toEqual(['secret']);
    });
});
