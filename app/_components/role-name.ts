/** The roles as the messages name them. */
export const ROLE_NAMES = [
  'commander',
  'traffic',
  'fire',
  'grid_worker',
  'department',
  'analyst',
  'admin',
  'viewer',
  'public',
] as const;
export type RoleName = (typeof ROLE_NAMES)[number];
