import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { embeddedSnapshot, readSnapshot } from '../testing/global-setup';
import { DatabaseLockedError } from './lock';
import { openEmbedded } from './open';

const home = mkdtempSync(join(tmpdir(), 'zhantu-open-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the embedded database', { timeout: 180_000 }, () => {
  it('starts from a dump, has one owner at a time, and keeps what was written', async () => {
    const first = await openEmbedded({ home, snapshot: readSnapshot(await embeddedSnapshot()) });
    await sql`INSERT INTO defect_kind VALUES ('new', '新', 'new', 1)`.execute(first.db);
    await expect(openEmbedded({ home })).rejects.toThrow(DatabaseLockedError);
    await first.close();
    await expect(sql`SELECT 1`.execute(first.db)).rejects.toThrow();

    const second = await openEmbedded({ home });
    const { rows } = await sql`SELECT points FROM defect_kind WHERE code = 'new'`.execute(
      second.db,
    );
    expect(rows).toEqual([{ points: 1 }]);
    await second.close();
  });
});
