import { leaveForSignIn } from '@/app/_components/leave';

/** Reads JSON from one of our own routes; its shape is the route's promise. */
export async function fetchJson<T>(address: string): Promise<T> {
  const response = await fetch(address, { headers: { Accept: 'application/json' } });
  if (response.status === 401) leaveForSignIn();
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()) as T;
}
