import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

/** The library, its scripts (from older versions too) and the projections; not topology, rasters and geocoder. */
const NEEDED =
  /^(lib\/postgresql\/postgis-3\.so|share\/proj\/.*|share\/postgresql\/extension\/postgis(\.control|--.*\.sql))$/;
const BLOCK_BYTES = 512;
const PREFIX = 'postgis-';

/**
 * PGlite unpacks and links all of its PostGIS package at each start: two libraries of three are not used here, and are
 * half of the time that a start takes. What is used is kept in a file of its own, beside the packages; where nothing can
 * be written there, the whole is taken.
 *
 * @param whole where the package's own file lies.
 * @param folder where the smaller one is kept.
 * @returns where the file to start with lies.
 */
export function postgisBundle(whole: URL, folder: string): URL {
  const source = fileURLToPath(whole);
  const { version } = JSON.parse(readFileSync(join(dirname(source), '../package.json'), 'utf8'));
  const file = join(folder, `${PREFIX}${version}.tar.gz`);
  if (existsSync(file)) return pathToFileURL(file);
  const small = gzipSync(onlyNeeded(gunzipSync(readFileSync(source))), { level: 1 });
  try {
    mkdirSync(folder, { recursive: true });
    const part = `${file}.${process.pid}.${performance.now()}`;
    writeFileSync(part, small);
    renameSync(part, file);
    removeOthers(file);
    return pathToFileURL(file);
  } catch {
    return whole;
  }
}

/** Those of older versions. */
function removeOthers(file: string): void {
  for (const name of readdirSync(dirname(file)))
    if (name.startsWith(PREFIX) && name !== basename(file) && !name.startsWith(basename(file)))
      rmSync(join(dirname(file), name), { force: true });
}

/** A tar file of the entries that are needed, and of no folders: whoever unpacks it makes them. */
function onlyNeeded(tar: Buffer): Buffer {
  const entries: Buffer[] = [];
  for (let start = 0; start < tar.length; ) {
    const name = tar.toString('latin1', start, start + 100).split('\0', 1)[0];
    if (!name) break;
    const bytes = Number.parseInt(tar.toString('latin1', start + 124, start + 136), 8);
    const end = start + BLOCK_BYTES + Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
    if (NEEDED.test(name)) entries.push(tar.subarray(start, end));
    start = end;
  }
  return Buffer.concat([...entries, Buffer.alloc(2 * BLOCK_BYTES)]);
}
