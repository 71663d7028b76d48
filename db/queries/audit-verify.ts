import { sql } from 'kysely';
import type { Db } from '../client';

/**
 * - `changed`: an event is not what it was when it was written.
 * - `missing`: an event is gone; also where only the chain's head still tells of it.
 * - `added`: an event that was never recorded.
 * - `relinked`: an event does not follow on the one before it, or the head not on the last.
 */
type AuditFault = 'changed' | 'missing' | 'added' | 'relinked';

export type CheckedChain = {
  jurisdiction: string;
  /** How many are kept. */
  events: number;
  /** Of the latest event as the head tells it; null where the head is gone. */
  sequence: string | null;
  /** Hexadecimal; written down elsewhere, it proves later that nothing up to there was changed. */
  hash: string | null;
  /** The latest event that was pruned; 0: none. */
  anchor: string | null;
  fault: AuditFault | null;
  /** Sequence of the first bad event; null without a fault. */
  badSequence: string | null;
};

/**
 * Walks every chain from its anchor to its head, and computes each hash anew.
 *
 * @param jurisdiction null: all, that of none included.
 */
export async function verifyAudit(db: Db, jurisdiction: string | null): Promise<CheckedChain[]> {
  const of = jurisdiction === null ? sql`true` : sql`jurisdiction = ${jurisdiction}`;
  const { rows } = await sql<CheckedChain>`
    WITH walked AS (
      SELECT jurisdiction, sequence, hash, previous_hash, hash = audit_event_hash(audit_event) AS is_own,
             lag(sequence) OVER place AS sequence_before, lag(hash) OVER place AS hash_before
      FROM audit_event WHERE ${of}
      WINDOW place AS (PARTITION BY jurisdiction ORDER BY sequence, at)
    ), head AS (
      SELECT jurisdiction, sequence, hash, anchor_sequence, anchor_hash FROM audit_chain WHERE ${of}
    ), judged AS (
      SELECT walked.jurisdiction, walked.sequence,
             coalesce(sequence_before, head.anchor_sequence, 0) + 1 AS expected,
             CASE
               WHEN walked.sequence <> coalesce(sequence_before, head.anchor_sequence, 0) + 1
                 THEN CASE WHEN walked.sequence <= coalesce(sequence_before, head.anchor_sequence, 0) THEN 'added' ELSE 'missing' END
               WHEN walked.sequence > head.sequence THEN 'added'
               WHEN NOT is_own THEN 'changed'
               WHEN previous_hash <> coalesce(hash_before, head.anchor_hash) THEN 'relinked'
               WHEN walked.sequence = head.sequence AND walked.hash <> head.hash THEN 'relinked'
             END AS fault
      FROM walked LEFT JOIN head USING (jurisdiction)
    ), first_fault AS (
      SELECT DISTINCT ON (jurisdiction) jurisdiction, fault,
             CASE fault WHEN 'missing' THEN least(expected, sequence) ELSE sequence END AS sequence
      FROM judged WHERE fault IS NOT NULL ORDER BY jurisdiction, judged.sequence
    ), counted AS (
      SELECT jurisdiction, count(*)::float8 AS events, max(sequence) AS last FROM walked GROUP BY jurisdiction
    )
    SELECT jurisdiction, coalesce(events, 0) AS events, head.sequence::text AS sequence, encode(head.hash, 'hex') AS hash,
           head.anchor_sequence::text AS anchor,
           CASE WHEN first_fault.fault IS NOT NULL THEN first_fault.fault
                WHEN head.sequence IS NULL OR coalesce(last, head.anchor_sequence) < head.sequence THEN 'missing' END AS fault,
           CASE WHEN first_fault.fault IS NOT NULL THEN first_fault.sequence
                WHEN head.sequence IS NULL OR coalesce(last, head.anchor_sequence) < head.sequence
                  THEN coalesce(last, head.anchor_sequence) + 1 END::text AS "badSequence"
    FROM head FULL JOIN counted USING (jurisdiction) LEFT JOIN first_fault USING (jurisdiction)
    ORDER BY jurisdiction
  `.execute(db);
  return rows;
}

export type PrunedChain = {
  jurisdiction: string;
  events: number;
  /** Sequence of the latest event that went. */
  anchor: string;
};

/**
 * Drops the months of which nothing is younger than so many months, and anchors the chains behind them.
 *
 * @param db a transaction of the owner's.
 * @returns what went, by jurisdiction.
 */
export async function pruneAudit(db: Db, keepMonths: number): Promise<PrunedChain[]> {
  const { rows } = await sql<PrunedChain>`
    SELECT jurisdiction, sum(events)::float8 AS events, max(anchor)::text AS anchor
    FROM prune_audit(${keepMonths}::int) GROUP BY jurisdiction ORDER BY jurisdiction
  `.execute(db);
  return rows;
}
