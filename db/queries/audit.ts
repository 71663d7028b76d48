import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../client';

export type AuditOutcome = 'done' | 'refused' | 'failed';

/** Values that say what an event was about; lists of short texts among them. */
export type AuditParameters = Readonly<
  Record<string, string | number | boolean | null | readonly string[] | undefined>
>;

/** Who did something, and where they asked from. */
export type Doer = {
  /** Null for the command line on the host, and for who is not known. */
  readonly userId: string | null;
  /** Shown where there is no user of that id. */
  readonly name: string | null;
  /** What they are in the jurisdiction; `host` for the command line; null where they are nothing there. */
  readonly role: string | null;
  readonly from?:
    | { readonly address: string | null; readonly requestId: string | null }
    | undefined;
};

export type AuditEvent = {
  /** Whose log it goes to; null where it belongs to none, or nobody knows to whom. */
  readonly jurisdiction: string | null;
  readonly by: Doer;
  /** Two words with a dot between: the right that was used (`incident.view`), or what was done (`user.create`). */
  readonly action: string;
  readonly subject?: string | undefined;
  readonly parameters?: AuditParameters | undefined;
  readonly outcome?: AuditOutcome | undefined;
};

/**
 * Adds an event to the end of the audit log, in the transaction of `db` if it is one: as its last statement, since nobody
 * else can add one to that jurisdiction until the transaction ends. Where `db` is bound to somebody, it is theirs, whatever
 * `by` and `jurisdiction` say. One of a jurisdiction that does not exist goes to the log of none.
 */
export async function recordAudit(db: Db, event: AuditEvent): Promise<void> {
  const { jurisdiction, by, action, subject, parameters = {}, outcome = 'done' } = event;
  const { userId, name, role, from } = by;
  const told = JSON.stringify(
    { jurisdiction, userId, name, role, action, subject, parameters, outcome, ...from },
    (_key, value: unknown) => (typeof value === 'string' ? storable(value) : value),
  );
  await sql`SELECT record_audit(${told}::jsonb)`.execute(db);
}

/** What jsonb takes: neither a null character nor half of a pair. */
function storable(text: string): string {
  return text.replaceAll('\0', '\u{fffd}').toWellFormed();
}

/** Events of every jurisdiction where it is null, those of none included; for the owner. */
export type AuditFilter = {
  readonly jurisdiction: string | null;
  /** ISO dates, both inclusive, in `timezone`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly timezone: string;
  /** Part of a user name or name. */
  readonly who?: string | undefined;
  readonly action?: string | undefined;
  readonly outcome?: AuditOutcome | undefined;
  /** Part of the subject, the parameters or the address. */
  readonly text?: string | undefined;
  /** Only events before this place in the list. */
  readonly before?: AuditPlace | undefined;
  readonly limit: number;
};

/** A place in the list: an instant in microseconds since 1970, and the sequence there. */
type AuditPlace = { readonly at: string; readonly sequence: string };

export type ListedEvent = {
  jurisdiction: string;
  sequence: string;
  /** ISO 8601, UTC, with microseconds. */
  at: string;
  userId: string | null;
  username: string | null;
  name: string | null;
  role: string | null;
  action: string;
  subject: string | null;
  parameters: Record<string, unknown>;
  address: string | null;
  requestId: string | null;
  outcome: AuditOutcome;
  /** Hexadecimal. */
  hash: string;
};

/** The latest events first; those of several jurisdictions by time. Only builds; {@link listAudit} runs it. */
function auditQuery(filter: AuditFilter): RawBuilder<ListedEvent> {
  const { jurisdiction, action, outcome, limit } = filter;
  return sql<ListedEvent>`
    SELECT jurisdiction, sequence::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
           user_id AS "userId", username, name, role, action, subject, parameters, address, request_id AS "requestId",
           outcome, encode(hash, 'hex') AS hash
    FROM audit_event
    WHERE ${jurisdiction === null ? sql`true` : sql`jurisdiction = ${jurisdiction}`}
      ${spanOf(filter)}
      ${action === undefined ? sql`` : sql`AND action = ${action}`}
      ${outcome === undefined ? sql`` : sql`AND outcome = ${outcome}`}
      ${containing(sql`concat_ws(' ', username, name)`, filter.who)}
      ${containing(sql`concat_ws(' ', subject, parameters::text, address, request_id)`, filter.text)}
    ORDER BY audit_event.at DESC, audit_event.sequence DESC, jurisdiction
    LIMIT ${limit}::int`;
}

/** Runs {@link auditQuery}. */
export async function listAudit(db: Db, filter: AuditFilter): Promise<ListedEvent[]> {
  return (await auditQuery(filter).execute(db)).rows;
}

function spanOf({ from, to, before, timezone }: AuditFilter): RawBuilder<unknown> {
  const start = (date: string, days: number) =>
    sql`((${date}::date + ${days}::int)::timestamp AT TIME ZONE ${timezone})`;
  return sql`
      ${from === undefined ? sql`` : sql`AND audit_event.at >= ${start(from, 0)}`}
      ${to === undefined ? sql`` : sql`AND audit_event.at < ${start(to, 1)}`}
      ${before === undefined ? sql`` : sql`AND (audit_event.at, audit_event.sequence) < (${before.at}::timestamptz, ${before.sequence}::bigint)`}`;
}

/** Whatever the letters' case; `%` and `_` mean themselves. */
function containing(column: RawBuilder<unknown>, part: string | undefined): RawBuilder<unknown> {
  if (part === undefined) return sql``;
  return sql`AND ${column} ILIKE ${`%${storable(part).replaceAll(/[\\%_]/g, '\\$&')}%`}`;
}
