import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { UserError } from '@/lib/user-error';

/** Small enough that what waits for the database is not kept waiting by the parsing of a block. */
const BLOCK_BYTES = 1 << 16;
const HEAD_BYTES = 4096;

/**
 * A file's text in blocks, unpacked if its name ends in .gz; bounded memory.
 *
 * @param encoding a label TextDecoder knows; undefined means UTF-8, or UTF-16 by its mark.
 * @throws {UserError} when the file is absent, empty, binary, cut short, or not in that encoding.
 */
export async function* readText(path: string, encoding?: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  try {
    for await (const bytes of readBytes(path)) {
      decoder ??= decoderFor(path, bytes.subarray(0, HEAD_BYTES), encoding);
      const text = decoder.decode(bytes, { stream: true });
      if (text !== '') yield text;
    }
    if (!decoder) throw new UserError(`${path} is empty.`);
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } catch (error) {
    throw readFileError(error, path, decoder?.encoding);
  }
}

async function* readBytes(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: BLOCK_BYTES });
  if (!/\.gz$/i.test(path)) {
    yield* file;
    return;
  }
  const unpacked = createGunzip({ chunkSize: BLOCK_BYTES });
  file.on('error', (error) => unpacked.destroy(error));
  try {
    yield* file.pipe(unpacked);
  } finally {
    file.destroy();
  }
}

function decoderFor(path: string, head: Uint8Array, encoding: string | undefined): TextDecoder {
  const marked = encodingOfMark(head);
  if (!marked) refuseBinary(path, head, encoding);
  return new TextDecoder(marked ?? encoding ?? 'utf-8', { fatal: true });
}

function encodingOfMark([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

const MAGIC: readonly (readonly [bytes: string, advice: string])[] = [
  ['504b0304', 'is a zip archive; if it is a workbook, name it .xlsx, else unpack it first'],
  ['1f8b', 'is gzip-compressed; give its name the ending .gz'],
  ['d0cf11e0', 'is an old Excel file; save it as .xlsx or .csv'],
  ['89504e47', 'is a PNG picture'],
  ['ffd8ff', 'is a JPEG picture'],
  ['25504446', 'is a PDF document'],
  ['53514c697465', 'is an SQLite database'],
];

function refuseBinary(path: string, head: Uint8Array, encoding: string | undefined): void {
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex');
  const known = MAGIC.find(([bytes]) => hex.startsWith(bytes));
  if (known) throw new UserError(`${path} ${known[1]}; a table of rows is needed.`);
  if (encoding?.startsWith('utf-16')) return;
  const nulls = head.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if (nulls * 10 <= head.length) return;
  throw new UserError(
    `${path} is not text (${nulls} NUL bytes at its start); if it is UTF-16, add --encoding utf-16le.`,
  );
}

/** What a failure to open, unpack or decode a file means to its user; other errors as they are. */
export function readFileError(error: unknown, path: string, encoding = 'utf-8'): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return new UserError(`There is no file ${path}.`);
    case 'EISDIR':
      return new UserError(`${path} is a folder; give one file.`);
    case 'EACCES':
      return new UserError(`${path} may not be read by this user.`);
    case 'Z_BUF_ERROR':
      return new UserError(`${path} ends too early: the gzip file is cut short. Fetch it again.`);
    case 'Z_DATA_ERROR':
      return new UserError(`${path} is not a sound gzip file. Fetch it again, or drop the .gz.`);
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return new UserError(encodingAdvice(path, encoding));
    default:
      return error;
  }
}

function encodingAdvice(path: string, encoding: string): string {
  const other = encoding === 'gb18030' ? 'leave --encoding out' : 'try --encoding gb18030';
  return `${path} is not ${encoding.toUpperCase()} text; ${other}, or give the encoding it was saved in.`;
}
