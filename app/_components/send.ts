export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly isConflict: boolean;
      readonly reason: string | null;
      /** Which failure it is; null where that has no name. */
      readonly code: string | null;
      /** What the server's log calls the request; null where it did not answer. */
      readonly requestId: string | null;
      /** What of the body was refused, by its paths. */
      readonly paths: readonly string[];
    };

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
    const { code = null, detail, requestId = null, errors = [] } = answer;
    const paths = errors.map(({ path }: { path: string }) => path);
    const isConflict = code === 'CONFLICT';
    return { ok: false, isConflict, reason: String(detail), code, requestId, paths };
  } catch {
    // No network, or an answer that is none.
    return { ok: false, isConflict: false, reason: null, code: null, requestId: null, paths: [] };
  }
}
