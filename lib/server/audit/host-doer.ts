import 'server-only';
import { userInfo } from 'node:os';
import type { Doer } from '@/db/queries/audit';

/** Whoever runs the command line on the host, by the name that the operating system has for them. */
export function hostDoer(): Doer {
  return { userId: null, name: systemUser(), role: 'host' };
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container a user id may have no name.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
