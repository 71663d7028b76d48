import { createHash } from 'node:crypto';

/** MD5 of a row's values as a UUID: what marks the row when it comes again. */
export function contentHash(values: readonly unknown[]): string {
  const digest = createHash('md5').update(JSON.stringify(values)).digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
