import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

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
  // Twice: the second try follows the removal of a dead owner's lock.
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(path, JSON.stringify(own), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(path);
    if (owner && isAlive(owner)) throw new DatabaseLockedError(directory, owner);
    removeStale(path);
  }
  throw new DatabaseLockedError(directory, readOwner(path) ?? own);
}

/** Rename first: of two processes that find the same stale lock only one can rename it, so only one removes it. */
function removeStale(path: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function readOwner(path: string): LockOwner | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockOwner;
  } catch {
    // Half-written or gone: its writer died or released it, so nobody owns it.
    return undefined;
  }
}

function isAlive(owner: LockOwner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
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
