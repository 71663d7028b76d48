import 'server-only';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { IMPORT_SUBJECTS } from '@/lib/import/types';
import { UserError } from '@/lib/user-error';
import { importFile } from '../../imports/import-file';
import type { ImportSummary } from '../../imports/import-rows';
import { defineJob, type JobContext } from '../define-job';
import { INCIDENTS_LANE } from '../lanes';
import { countLines } from '../uploads/count-lines';
import { discardUpload, UPLOAD_NAME, uploadPath } from '../uploads/uploads';

const text = z.string().max(2000).optional();

const payload = z.strictObject({
  /** Name of the kept file: see saveUpload(). */
  upload: z.string().regex(UPLOAD_NAME, 'is not the name of an upload'),
  /** As its owner named it. */
  fileName: z.string().min(1).max(255),
  subject: z.enum(IMPORT_SUBJECTS),
  columns: text,
  constants: z.array(z.string().max(2000)).max(50).optional(),
  crs: text,
  dateOrder: text,
  datum: text,
  encoding: text,
  timezone: text,
  createKinds: z.boolean().default(false),
});
type ImportPayload = z.output<typeof payload>;

const result = z.object({
  read: z.number(),
  accepted: z.number(),
  known: z.number(),
  rejected: z.number(),
});

/** Imports a kept file as one batch. The job ends in the batch's own transaction: both stand, or neither. */
export const importJob = defineJob({
  kind: 'import',
  action: 'import.run',
  payload,
  lane: INCIDENTS_LANE,
  maxAttempts: 3,
  run: runImport,
  facts: ({ fileName, subject }) => ({ fileName, subject }),
  figures: (stored) => result.parse(stored),
  discard: ({ upload }) => discardUpload(upload),
});

async function runImport(context: JobContext<ImportPayload>): Promise<ImportSummary> {
  const { database, jurisdiction, payload: request, actor, signal, progress, finish } = context;
  const { upload, fileName, createKinds, ...options } = request;
  const path = uploadPath(upload);
  if (!existsSync(path))
    throw new UserError(
      `the kept file of ${fileName} is not here: upload it again (workers share ZHANTU_HOME/uploads)`,
    );
  try {
    const total = await countLines(path, signal);
    const summary = await importFile(database, {
      jurisdiction,
      by: actor,
      path,
      fileName,
      options,
      createKinds,
      now: Date.now(),
      signal,
      onProgress: (done) =>
        progress({ step: 'reading', done, total: total && Math.max(total, done) }),
      onAllRead: (done) => progress({ step: 'storing', done, total: done }),
      onCommit: (db, stored) => finish(db, stored),
    });
    if (summary.batch === null) throw nothingTaken(fileName, summary);
    discardUpload(upload);
    return summary;
  } catch (error) {
    // Where files are kept is nobody's business but the server's.
    if (error instanceof UserError) throw new UserError(error.message.replaceAll(path, fileName));
    throw error;
  }
}

function nothingTaken(fileName: string, { read, rejectedByReason }: ImportSummary): UserError {
  if (read === 0) return new UserError(`${fileName} has no rows: nothing was imported`);
  const reasons = Object.entries(rejectedByReason)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ');
  return new UserError(
    `all ${read} rows of ${fileName} were rejected (${reasons}): mend the file and upload it again`,
  );
}
