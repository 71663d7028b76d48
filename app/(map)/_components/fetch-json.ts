/** Reads JSON from one of our own routes; its shape is the route's promise. */
export async function fetchJson<T>(address: string): Promise<T> {
  const response = await fetch(address, { headers: { Accept: 'application/json' } });
  // The session is over: whoever signs in again comes back to the same view.
  if (response.status === 401) {
    const next = `${window.location.pathname}${window.location.search}`;
    window.location.assign(`/sign-in?${new URLSearchParams({ next })}`);
  }
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()) as T;
}
