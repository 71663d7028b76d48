import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type CommandLine, type CommandResult, finished } from './command-line';

export type PipedImport = {
  readonly pid: number | undefined;
  /** Resolves once the command has taken the text but for the 64 KiB that a pipe holds: with more, its import is under way. */
  write(text: string): Promise<void>;
  /** Ends the file; resolves when the command has taken all of it. */
  end(): Promise<void>;
  kill(): Promise<CommandResult>;
  readonly result: Promise<CommandResult>;
};

/** Starts `zhantu import incidents` on a pipe, so that a test decides how far it gets. */
export function startPipedImport(
  zhantu: CommandLine,
  name: string,
  ...options: readonly string[]
): PipedImport {
  const pipe = join(zhantu.folder, `${name}.csv`);
  execFileSync('mkfifo', [pipe]);
  const child = zhantu.start('import', 'incidents', pipe, ...options);
  const result = finished(child);
  const feed = createWriteStream(pipe);
  feed.on('error', () => {
    // EPIPE: the reader has ended, and its result tells why.
  });
  const gone = result.then(() => undefined);
  return {
    pid: child.pid,
    async write(text) {
      if (!feed.write(text)) await Promise.race([once(feed, 'drain'), gone]);
    },
    end: () => Promise.race([new Promise<void>((resolve) => void feed.end(resolve)), gone]),
    async kill() {
      child.kill('SIGKILL');
      const ended = await result;
      feed.destroy();
      return ended;
    },
    result,
  };
}
