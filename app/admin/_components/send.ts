export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly isConflict: boolean; readonly reason: string | null };

/** Asks the server for a change; the reason is null where it did not answer at all. */
export async function send<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  address: string,
  body: object,
): Promise<Answer<T>> {
  try {
    const response = await fetch(address, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = response.status === 204 ? undefined : await response.json();
    if (response.ok) return { ok: true, value: answer };
    return { ok: false, isConflict: answer.code === 'CONFLICT', reason: String(answer.detail) };
  } catch {
    // No network, or an answer that is none.
    return { ok: false, isConflict: false, reason: null };
  }
}
