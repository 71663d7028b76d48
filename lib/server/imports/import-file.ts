import 'server-only';
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { Database } from '@/db/client';
import type { RejectedRow } from '@/db/queries/imports';
import { type ImportOptionTexts, readImportOptions } from '@/lib/import/options';
import { parseFile } from '@/lib/import/parse-file';
import type { ParsedChunk } from '@/lib/import/types';
import { UserError } from '@/lib/user-error';
import { getJurisdiction } from '../jurisdictions';
import { type ImportRequest, type ImportSummary, importRows } from './import-rows';
import type { ValueMaps } from './row-stager';

export type ImportFileRequest = {
  jurisdiction: string;
  path: string;
  /** As it is kept with the batch; default: the path's last part. */
  fileName?: string;
  /** As typed; the time zone defaults to the jurisdiction's. */
  options: Omit<ImportOptionTexts, 'timezone'> & { timezone?: string | undefined };
  createKinds?: boolean;
  valueMaps?: ValueMaps;
  /** Where the refused rows go, beside the database; made only where there are some. */
  rejectsPath?: string;
  /** ms UTC: what lies after it is in the future. */
  now: number;
  onProgress?: (rowsRead: number) => void;
} & Pick<ImportRequest, 'by' | 'signal' | 'onAllRead' | 'onCommit'>;

/** `rejects`: the file of the refused rows; null where none was refused. */
export type FileSummary = ImportSummary & { rejects: string | null };

/**
 * Imports a file as one batch, and writes the rows that it refused to a file of their own.
 *
 * @throws {UserError} where the file, its columns or the options cannot be read; nothing is imported then.
 */
export async function importFile(
  database: Database,
  request: ImportFileRequest,
): Promise<FileSummary> {
  const { timezone } = await getJurisdiction(database.db, request.jurisdiction);
  const options = readImportOptions(
    { ...request.options, timezone: request.options.timezone ?? timezone },
    request.now,
  );
  const { rejectsPath, by, signal, onAllRead, onCommit } = request;
  const rejects = rejectsPath === undefined ? undefined : new RejectsFile(rejectsPath);
  try {
    const summary = await importRows(database, {
      jurisdiction: request.jurisdiction,
      subject: options.subject,
      fileName: request.fileName ?? basename(request.path),
      rows: counted(parseFile(request.path, options), request),
      srid: options.crs ?? 4326,
      createKinds: request.createKinds ?? false,
      constantKind: options.constants.get('kind'),
      ...(request.valueMaps && { valueMaps: request.valueMaps }),
      options: { ...request.options, createKinds: request.createKinds },
      ...(rejects && { onRejects: (page) => rejects.write(page) }),
      by,
      ...(signal && { signal }),
      ...(onAllRead && { onAllRead }),
      ...(onCommit && { onCommit }),
    });
    return { ...summary, rejects: rejects?.keep() ?? null };
  } finally {
    rejects?.discard();
  }
}

/** Tells of rows as they are read, and stops between two pages of them. */
async function* counted(
  rows: AsyncIterable<ParsedChunk>,
  { signal, onProgress }: ImportFileRequest,
): AsyncGenerator<ParsedChunk> {
  let read = 0;
  for await (const page of rows) {
    signal?.throwIfAborted();
    yield page;
    read += page.length;
    onProgress?.(read);
  }
}

/** Written beside its place and renamed at the end, so that no half of it is ever found there. */
class RejectsFile {
  readonly #path: string;
  readonly #part: string;
  #file: number | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#part = `${path}.${process.pid}.part`;
  }

  write(page: readonly RejectedRow[]): void {
    this.#file ??= this.#open();
    const lines = page.map((row) =>
      [row.rowNumber, row.reason, row.detail, row.raw].map(csvCell).join(','),
    );
    writeSync(this.#file, `${lines.join('\n')}\n`);
  }

  keep(): string | null {
    if (this.#file === undefined) return null;
    closeSync(this.#file);
    this.#file = undefined;
    renameSync(this.#part, this.#path);
    return this.#path;
  }

  discard(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    rmSync(this.#part, { force: true });
    this.#file = undefined;
  }

  #open(): number {
    try {
      const file = openSync(this.#part, 'w');
      // The mark lets spreadsheets read Chinese text.
      writeSync(file, '\uFEFFrow_number,reason,detail,raw\n');
      return file;
    } catch (error) {
      throw new UserError(
        `cannot write ${this.#path}: ${(error as Error).message}; say where with --rejects FILE`,
      );
    }
  }
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
