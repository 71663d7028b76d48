import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { postgisBundle } from './postgis-bundle';

const folder = mkdtempSync(join(tmpdir(), 'zhantu-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const whole = pathToFileURL(
  join(import.meta.dirname, '../../node_modules/@electric-sql/pglite-postgis/dist/postgis.tar.gz'),
);

describe("the embedded database's PostGIS", () => {
  it('is kept without what is not used, once for each version', () => {
    writeFileSync(join(folder, 'postgis-0.0.1.tar.gz'), 'of an older version');
    const small = postgisBundle(whole, folder);
    expect(small).not.toEqual(whole);
    expect(readdirSync(folder)).toEqual([fileURLToPath(small).slice(folder.length + 1)]);
    const { size, mtimeMs } = statSync(small);
    expect(size).toBeLessThan(0.6 * statSync(whole).size);
    expect(postgisBundle(whole, folder)).toEqual(small);
    expect(statSync(small).mtimeMs).toBe(mtimeMs);
  });

  it('is the whole where nothing can be written', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(postgisBundle(whole, join(file, 'cache'))).toEqual(whole);
    expect(existsSync(join(file, 'cache'))).toBe(false);
  });

  it('tells of a package that is not one', () => {
    const broken = join(folder, 'broken/dist');
    mkdirSync(broken, { recursive: true });
    writeFileSync(join(folder, 'broken/package.json'), '{"version":"9.9.9"}');
    writeFileSync(join(broken, 'postgis.tar.gz'), 'no gzip');
    expect(() => postgisBundle(pathToFileURL(join(broken, 'postgis.tar.gz')), folder)).toThrow();
  });
});
