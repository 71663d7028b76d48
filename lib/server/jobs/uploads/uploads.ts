import 'server-only';
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Db } from '@/db/client';
import { TooLargeError, UserError } from '@/lib/user-error';
import type { Actor } from '../../access/actor';
import { record } from '../../audit/record';
import { env } from '../../env';

/** What a kept file may be called: a random name of ours and the ending that tells its format. */
export const UPLOAD_NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}[.][a-z]{3,7}(?:[.]gz)?$/;

const ENDING = /[.](?:csv|tsv|tab|txt|geojson|json)(?:[.]gz)?$|[.]xlsx$/i;

/** Files larger than this are imported by the command line, which reads them where they lie. */
const MAXIMUM_UPLOAD_BYTES = 2 * 1024 ** 3;

/** Where an upload is kept: workers on other hosts need the same folder. */
export function uploadPath(upload: string): string {
  if (!UPLOAD_NAME.test(upload)) throw new RangeError('not the name of an upload');
  return join(folder(), upload);
}

/**
 * Keeps what somebody sends, for a job to read.
 *
 * @param fileName as its owner named it; only its ending is used.
 * @returns the name to give to the job.
 * @throws {UserError} where its format is unknown or it is too large; nothing is kept then.
 */
export async function saveUpload(
  body: AsyncIterable<Uint8Array>,
  fileName: string,
  maximumBytes = MAXIMUM_UPLOAD_BYTES,
): Promise<string> {
  const ending = ENDING.exec(fileName)?.[0].toLowerCase();
  if (!ending)
    throw new UserError('the file must end in .csv, .tsv, .txt (also .gz), .geojson or .xlsx');
  mkdirSync(folder(), { recursive: true, mode: 0o700 });
  const upload = `${randomUUID()}${ending}`;
  const part = `${uploadPath(upload)}.part`;
  try {
    await pipeline(limited(body, maximumBytes), createWriteStream(part, { mode: 0o600 }));
    renameSync(part, uploadPath(upload));
    return upload;
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** Removes a kept file; nothing where it is gone already. */
export function discardUpload(upload: string): void {
  rmSync(uploadPath(upload), { force: true });
}

async function* limited(
  body: AsyncIterable<Uint8Array>,
  maximumBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes)
      throw new TooLargeError(
        `the file is larger than ${Math.floor(maximumBytes / 1024 ** 2)} MB: import it with \`zhantu import\``,
      );
    yield chunk;
  }
}

function folder(): string {
  return join(env().ZHANTU_HOME, 'uploads');
}

/** Writes down who sent a file. @param name as its owner calls it. */
export function recordUpload(db: Db, by: Actor, name: string): Promise<void> {
  const { jurisdiction } = by;
  return record(db, { jurisdiction, by, action: 'job.upload', parameters: { fileName: name } });
}
