import 'server-only';
import type { Db } from '@/db/client';
import { type AuditEvent, recordAudit } from '@/db/queries/audit';
import type { AuditAction } from '@/lib/audit/actions';

type NamedEvent = Omit<AuditEvent, 'action'> & { readonly action: AuditAction };

/** Adds an event to the audit log. As the last statement of the transaction of what it tells of: see {@link recordAudit}. */
export function record(db: Db, event: NamedEvent): Promise<void> {
  return recordAudit(db, event);
}
