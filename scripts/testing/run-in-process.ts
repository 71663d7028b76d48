import { vi } from 'vitest';
import { runCommand } from '../run-command';

export type CommandResult = { status: number; stdout: string; stderr: string };

/** Runs a command in this process, over the database that the test serves. */
export async function runInProcess(...words: string[]): Promise<CommandResult> {
  const printed = { stdout: '', stderr: '' };
  const take = (stream: keyof typeof printed, end: string) => (text: unknown) => {
    printed[stream] += `${text}${end}`;
    return true;
  };
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(take('stdout', '\n')),
    vi.spyOn(console, 'error').mockImplementation(take('stderr', '\n')),
    vi.spyOn(process.stderr, 'write').mockImplementation(take('stderr', '')),
  ];
  try {
    return { status: await runCommand(words), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
