import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { generatePassword } from '@/lib/server/access/users';
import { UsageError, UserError } from '@/lib/user-error';

export type PasswordSource = {
  readonly passwordStdin?: true;
  readonly generate?: true;
};

/** A password, and whether nobody knows it yet: then it is to be printed, this once. */
export type GivenPassword = { readonly password: string; readonly isNew: boolean };

/** The password for `zhantu user create|password`: generated, from standard input, or asked for twice at a terminal. */
export async function readPassword({
  passwordStdin,
  generate,
}: PasswordSource): Promise<GivenPassword> {
  if (passwordStdin && generate)
    throw new UsageError('give either --password-stdin or --generate, not both');
  if (generate) return { password: generatePassword(), isNew: true };
  if (passwordStdin) return { password: firstLine(await text(process.stdin)), isNew: false };
  if (!process.stdin.isTTY)
    throw new UsageError(
      'there is no terminal to ask for a password: add --password-stdin or --generate',
    );
  return { password: await askAtTerminal(), isNew: false };
}

/** @throws {UserError} where the two differ. */
export async function askTwice(ask: (prompt: string) => Promise<string>): Promise<string> {
  const password = await ask('Password: ');
  if ((await ask('Again: ')) !== password) throw new UserError('the two passwords differ');
  return password;
}

/** What ends the line is no part of the password; all else is, spaces too. */
function firstLine(input: string): string {
  return /^[^\r\n]*/.exec(input)?.[0] ?? '';
}

/** One reader for both questions: between two, the terminal would show what is typed. */
async function askAtTerminal(): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const ended = new Promise<never>((_, reject) => {
    terminal.once('SIGINT', () => reject(new UserError('cancelled')));
    terminal.once('close', () => reject(new UserError('no password was given')));
  });
  const ask = (prompt: string) => {
    process.stderr.write(prompt);
    const answered = new Promise<string>((resolve) => {
      terminal.question('', (answer) => {
        process.stderr.write('\n');
        resolve(answer);
      });
    });
    return Promise.race([answered, ended]);
  };
  try {
    return await askTwice(ask);
  } finally {
    ended.catch(() => {});
    terminal.close();
  }
}
