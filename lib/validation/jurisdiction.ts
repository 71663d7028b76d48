import { z } from 'zod';
import { MAXIMUM_BUFFER_METRES } from './jurisdiction-limits';

const jurisdiction = z.string().regex(/^\d{6}$/, 'a jurisdiction is a code of six digits');

/** The query of /admin/jurisdiction. */
export const jurisdictionQuery = z.object({ jurisdiction });

const version = z.int('a version is a whole number').min(1);

/** What PATCH /api/admin/jurisdiction takes. */
export const settingsChange = z.strictObject({
  jurisdiction,
  version,
  name: z.string().trim().min(1, 'give it a name').max(100, 'a name has 100 characters at most'),
  bufferMetres: z
    .number()
    .min(0, 'a buffer is 0 metres or more')
    .max(MAXIMUM_BUFFER_METRES, `a buffer is ${MAXIMUM_BUFFER_METRES} metres at most`),
  isPublic: z.boolean(),
});

/** What POST /api/admin/jurisdiction/boundary takes: GeoJSON of polygons, read by its handler. */
export const boundaryQuestion = z.strictObject({
  jurisdiction,
  boundary: z.record(z.string(), z.unknown()),
});

/** What PUT /api/admin/jurisdiction/boundary takes. */
export const boundaryOrder = boundaryQuestion.extend({ version, keepOutside: z.boolean() });
