import { leaveFor } from './leave';

/** What /api/auth says: what the next step needs, or which failure it was. */
export type AuthAnswer =
  | {
      readonly ok: true;
      readonly twoFactorRedirect?: boolean;
      readonly totpURI?: string;
      readonly backupCodes?: readonly string[];
      readonly url?: string | null;
    }
  | { readonly ok: false; readonly code: string; readonly waitMinutes: number };

/** Asks /api/auth for something; a server that does not answer is a failure like others. */
export async function askAuth(
  path: string,
  body: Record<string, unknown> = {},
): Promise<AuthAnswer> {
  try {
    const response = await fetch(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok) return { ...answer, ok: true };
    const seconds = Number(response.headers.get('Retry-After') ?? 60);
    return {
      ok: false,
      code: String(answer.code),
      waitMinutes: Math.max(1, Math.ceil(seconds / 60)),
    };
  } catch {
    // No network, or an answer that is none: told apart from a refusal by its code.
    return { ok: false, code: 'UNREACHABLE', waitMinutes: 1 };
  }
}

/** Signs out of this browser. */
export function signOut(): void {
  leaveFor('/sign-in', askAuth('/sign-out'));
}
