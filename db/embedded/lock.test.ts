import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock, DatabaseLockedError, type LockOwner } from './lock';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhantu-lock-'));
  path = join(folder, 'database.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const acquire = () => acquireLock(path, join(folder, 'database'), new Date('2020-04-01T00:00:00Z'));
const readLock = (): LockOwner => JSON.parse(readFileSync(path, 'utf8'));
const writeLock = (owner: Partial<LockOwner>) => writeFileSync(path, JSON.stringify(owner));

/** A process that has ended: its number belongs to nobody, or to somebody who started later. */
async function deadOwner(): Promise<LockOwner> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return { pid: child.pid!, processStart: '1', command: 'demo', since: '2020-03-01T00:00:00.000Z' };
}

describe('the lock of an embedded database', () => {
  it('names its owner, and is gone after its release', () => {
    const release = acquire();
    expect(readLock()).toMatchObject({ pid: process.pid, since: '2020-04-01T00:00:00.000Z' });
    release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a second owner, and tells who has it and what to do', () => {
    const release = acquire();
    expect(acquire).toThrow(DatabaseLockedError);
    expect(acquire).toThrow(
      new RegExp(
        `database is in use by process ${process.pid} \\(.+\\) since 2020-04-01T00:00:00\\.000Z: stop that process, or set DATABASE_URL`,
      ),
    );
    release();
    expect(acquire).not.toThrow();
  });

  it('is taken over from a process that has died', async () => {
    writeLock(await deadOwner());
    acquire();
    expect(readLock().pid).toBe(process.pid);
    expect(readdirSync(folder)).toEqual(['database.lock']);
  });

  it.runIf(existsSync('/proc/self/stat'))(
    'is taken over when the number of its dead owner belongs to another process now',
    () => {
      acquire();
      writeLock({ ...readLock(), processStart: '1' });
      const release = acquire();
      expect(readLock().processStart).not.toBe('1');
      release();
    },
  );

  it.each(['', '{"pid": 12', 'null'])('is taken over when its text is %j', (text) => {
    writeFileSync(path, text);
    acquire();
    expect(readLock().pid).toBe(process.pid);
  });

  it('is taken over when its owner died in the middle of taking it over', async () => {
    writeLock(await deadOwner());
    writeFileSync(`${path}.turn`, JSON.stringify(await deadOwner()));
    acquire();
    expect(readLock().pid).toBe(process.pid);
    expect(readdirSync(folder)).toEqual(['database.lock']);
  });

  it('says so when its folder cannot be written', () => {
    rmSync(folder, { recursive: true });
    expect(acquire).toThrow('ENOENT');
  });
});

/** Another process that takes the lock when told to, answers with the outcome, and holds it until it is closed. */
class Contender {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  constructor() {
    const module = JSON.stringify(new URL('./lock.ts', import.meta.url));
    const program = `
      import { acquireLock } from ${module};
      const answer = (text) => process.stdout.write(text + '\\n');
      process.stdin.once('data', () => {
        try { acquireLock(${JSON.stringify(path)}, 'database'); answer('owner'); }
        catch (error) { answer(error.name); }
      });
      answer('ready');`;
    this.#child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }
  async answer(): Promise<string> {
    return (await this.#lines.next()).value;
  }
  start(): void {
    this.#child.stdin!.write('go\n');
  }
  async kill(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}

describe('of many processes at once', () => {
  it('one takes a dead owner’s lock, every time', { timeout: 60_000 }, async () => {
    writeLock(await deadOwner());
    // Each round's owner is killed with the others, and leaves the stale lock of the next.
    for (let round = 0; round < 4; round++) {
      const contenders = Array.from({ length: 6 }, () => new Contender());
      const ready = await Promise.all(contenders.map((contender) => contender.answer()));
      expect(new Set(ready)).toEqual(new Set(['ready']));
      for (const contender of contenders) contender.start();
      const answers = await Promise.all(contenders.map((contender) => contender.answer()));
      expect(answers.toSorted()).toEqual([...Array(5).fill('DatabaseLockedError'), 'owner']);
      await Promise.all(contenders.map((contender) => contender.kill()));
    }
  });
});
