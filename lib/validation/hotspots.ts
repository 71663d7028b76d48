import { z } from 'zod';
import { areaUnit, month, ORIGINS, weighing } from './ranking';

/** The query of /api/hotspots: which ranking, and of which towns (ids, comma-separated; absent: all). */
export const hotspotsQuery = z.object({
  jurisdiction: z.string().regex(/^\d{6}$/, 'a jurisdiction is a code of six digits'),
  month,
  kind: z.string().min(1).max(200).nullable().default(null),
  /** Kinds with this group code, together. */
  group: z.string().min(1).max(200).nullable().default(null),
  weighing: weighing.default('count'),
  /** What citizens reported, or what patrols and departments found as well. */
  origins: z
    .enum(['citizen', 'all'])
    .default('citizen')
    .transform((which) => (which === 'all' ? [...ORIGINS] : [which])),
  ranker: z.string().min(1).max(40).optional(),
  towns: z
    .string()
    .max(2000)
    .default('')
    .transform((text) => text.split(',').filter((id) => id !== '')),
});

/** The query of /api/areas. */
export const areasQuery = hotspotsQuery.extend({ unit: areaUnit });

/** The query of /api/campaigns. */
export const campaignsQuery = hotspotsQuery.pick({ jurisdiction: true, month: true });

const index = z
  .string()
  .regex(/^-?\d{1,9}$/, 'a cell is two whole numbers')
  .transform(Number);

/** The path of one cell: /{i}/{j}. */
export const cellPath = z.object({ i: index, j: index });
