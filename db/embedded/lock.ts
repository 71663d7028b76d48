import { randomUUID } from 'node:crypto';
import { copyFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Who holds an embedded database, as its lock file says. */
export type LockOwner = { pid: number; processStart: string; command: string; since: string };

/** Thrown when another living process owns the embedded database. */
export class DatabaseLockedError extends Error {
  override readonly name = 'DatabaseLockedError';
  readonly owner: LockOwner;
  constructor(directory: string, owner: LockOwner) {
    super(
      `${directory} is in use by process ${owner.pid} (${owner.command}) since ${owner.since}: ` +
        'stop that process, or set DATABASE_URL to use a PostgreSQL server, which takes many at once',
    );
    this.owner = owner;
  }
}

/**
 * Takes the lock of an embedded database: PGlite has none of its own, and two owners of one folder lose rows.
 * Processes are told apart by number and start time, so all owners must share one machine and one container.
 *
 * @param path of the lock file, beside the database's folder.
 * @returns releases the lock.
 * @throws {DatabaseLockedError} when its owner is alive. A dead owner's lock is taken over.
 */
export function acquireLock(path: string, directory: string, now = new Date()): () => void {
  const own: LockOwner = {
    pid: process.pid,
    processStart: processStart(process.pid) ?? '',
    command: commandOf(process.argv),
    since: now.toISOString(),
  };
  // Written aside first, so that the lock appears with its whole text or not at all.
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(own));
  try {
    take(path, draft, directory);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => rmSync(path, { force: true });
}

function take(path: string, draft: string, directory: string): void {
  if (!isStale(path, directory, draft)) return;
  // Of several that find the same dead owner one may replace its lock; the others must not remove the new one.
  // That turn is a lock too, taken over in the same way from a process that died in the middle.
  const turn = `${path}.turn`;
  take(turn, draft, directory);
  try {
    if (isStale(path, directory, draft)) replace(path, draft);
  } finally {
    rmSync(turn, { force: true });
  }
}

/**
 * Tries to create the lock from the draft.
 *
 * @returns false when that took the lock, true when a dead owner's lock is in the way.
 * @throws {DatabaseLockedError} when its owner is alive.
 */
function isStale(path: string, directory: string, draft: string): boolean {
  if (linkNew(draft, path)) return false;
  const text = readIfThere(path);
  // Released between the two steps: anyone may create it now, so try that again and never replace it.
  if (text === undefined) return isStale(path, directory, draft);
  const owner = parseOwner(text);
  if (owner && isAlive(owner)) throw new DatabaseLockedError(directory, owner);
  return true;
}

/** Creates `path` with the draft's text; false when it exists. */
function linkNew(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** At one stroke. From a copy: renaming a file over another link of itself does nothing. */
function replace(path: string, draft: string): void {
  const copy = `${draft}.copy`;
  copyFileSync(draft, copy);
  renameSync(copy, path);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined for a text that no owner wrote: cut off by a crash of the machine. */
function parseOwner(text: string): LockOwner | undefined {
  try {
    return JSON.parse(text) as LockOwner;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function isAlive(owner: LockOwner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  // A process number is given out again; the start time tells whether it is still the same process.
  const start = processStart(owner.pid);
  return start === undefined || owner.processStart === '' || start === owner.processStart;
}

/** Clock ticks since boot at which a process started (field 22 of /proc/PID/stat); undefined where there is no /proc. */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function commandOf(argv: readonly string[]): string {
  return argv
    .slice(1)
    .map((part) => part.split('/').slice(-2).join('/'))
    .join(' ')
    .slice(0, 200);
}
