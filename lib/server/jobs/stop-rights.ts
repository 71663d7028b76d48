import 'server-only';
import { createHash } from 'node:crypto';

/** On globalThis: routes may be bundled apart. */
const holder = globalThis as typeof globalThis & { zhantuStopRights?: Map<string, number> };

function rights(): Map<string, number> {
  holder.zhantuStopRights ??= new Map();
  return holder.zhantuStopRights;
}

/**
 * Remembers, for as long as somebody's live list is open, that they may stop the jobs of a jurisdiction. While an import
 * holds the embedded database's one session, nothing else could tell: they would be asked who they are when it is over.
 *
 * @param cookie the header of the request whose session has been checked.
 * @returns forgets it.
 */
export function rememberStopRight(jurisdiction: string, cookie: string): () => void {
  const key = keyOf(jurisdiction, cookie);
  rights().set(key, (rights().get(key) ?? 0) + 1);
  return () => {
    const left = (rights().get(key) ?? 1) - 1;
    if (left > 0) rights().set(key, left);
    else rights().delete(key);
  };
}

/** Whether this very session is known to be allowed to stop jobs. */
export function hasStopRight(jurisdiction: string, cookie: string | null): boolean {
  return cookie !== null && rights().has(keyOf(jurisdiction, cookie));
}

function keyOf(jurisdiction: string, cookie: string): string {
  return `${jurisdiction}:${createHash('sha256').update(cookie).digest('base64')}`;
}
