import 'server-only';
import { z } from 'zod';
import { changeBoundary } from '../../change-boundary';
import { AreaGeometry } from '../../check-boundary';
import { defineJob } from '../define-job';
import { INCIDENTS_LANE } from '../lanes';

const payload = z.strictObject({
  polygons: z.array(AreaGeometry).min(1),
  version: z.int().min(1),
  keepOutside: z.boolean(),
});

const result = z.object({ cellsGained: z.number(), cellsLost: z.number() });

/** Gives the jurisdiction another boundary; as a job, since its cells are not its administrators' to write. */
export const boundaryJob = defineJob({
  kind: 'boundary',
  action: 'jurisdiction.manage',
  payload,
  lane: INCIDENTS_LANE,
  maxAttempts: 3,
  async run({ database, jurisdiction, payload: request, actor, progress, finish }) {
    progress({ step: 'storing', done: 0, total: null });
    return changeBoundary(database, jurisdiction, request, actor, finish);
  },
  facts: () => ({}),
  figures: (stored) => result.parse(stored),
});
