/** What the audit log names besides the rights of lib/server/access/permissions.ts; each has its texts in `audit.action`. */
const AUDIT_ACTIONS = [
  'session.sign_in',
  'session.password_accepted',
  'session.lock',
  'session.sign_out',
  'session.sign_out_everywhere',
  'account.change_password',
  'account.prepare_second_factor',
  'account.enable_second_factor',
  'account.disable_second_factor',
  'access.cross_site',
  'user.create',
  'user.set_role',
  'user.remove_role',
  'user.disable',
  'user.enable',
  'user.set_password',
  'jurisdiction.create',
  'import.undo',
  'facts.rebuild',
  'job.enqueue',
  'job.cancel',
  'job.retry',
  'job.upload',
  'audit.prune',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];
