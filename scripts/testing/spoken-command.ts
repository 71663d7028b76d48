import { vi } from 'vitest';
import { runCommand } from '../run-command';

export type Spoken = { status: number; stdout: string; stderr: string };

/**
 * Runs a `zhantu` command within the test's process, which a test of many commands can afford, and keeps what it says.
 * The test file must put its own database in the place of `@/lib/server/database`.
 */
export async function speak(...words: readonly string[]): Promise<Spoken> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((text) => void stdout.push(`${text}\n`)),
    vi.spyOn(console, 'error').mockImplementation((text) => void stderr.push(`${text}\n`)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => stderr.push(String(text)) > 0),
  ];
  try {
    const status = await runCommand(words);
    return { status, stdout: stdout.join(''), stderr: stderr.join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
