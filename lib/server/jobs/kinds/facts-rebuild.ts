import 'server-only';
import { z } from 'zod';
import { rebuildJurisdictionFacts } from '../../facts';
import { defineJob } from '../define-job';
import { INCIDENTS_LANE } from '../lanes';

const result = z.object({ rows: z.number() });

/** Counts the facts of the jurisdiction anew. */
export const factsRebuildJob = defineJob({
  kind: 'facts-rebuild',
  action: 'job.run',
  payload: z.strictObject({}),
  lane: INCIDENTS_LANE,
  maxAttempts: 3,
  async run({ database, jurisdiction, actor, progress }) {
    progress({ step: 'counting', done: 0, total: null });
    return { rows: await rebuildJurisdictionFacts(database, jurisdiction, actor) };
  },
  facts: () => ({}),
  figures: (stored) => result.parse(stored),
});
