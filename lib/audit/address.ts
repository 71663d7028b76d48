import type { Route } from 'next';
import type { AuditQuery } from '@/lib/validation/audit';

/** The address of a page or file of the audit log with its filter. */
export function addressOf(path: string, query: AuditQuery & { before?: string }): Route {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return `${path}?${new URLSearchParams(given)}` as Route;
}
