import 'server-only';
import { z } from 'zod';
import { harmSource, harmWeight, kindCode } from '@/lib/validation/kinds';
import { changeWeight } from '../../kind-settings';
import { defineJob } from '../define-job';
import { INCIDENTS_LANE } from '../lanes';

const payload = z.strictObject({ kind: kindCode, version: z.int().min(1), harmWeight, harmSource });

const result = z.object({ facts: z.number() });

/** Gives a kind another weight of harm; as a job, since facts are not administrators' to write. */
export const kindWeightJob = defineJob({
  kind: 'kind-weight',
  action: 'jurisdiction.manage',
  payload,
  lane: INCIDENTS_LANE,
  maxAttempts: 3,
  async run({ database, jurisdiction, payload: request, actor, progress, finish }) {
    progress({ step: 'counting', done: 0, total: null });
    return changeWeight(database, jurisdiction, request, actor, finish);
  },
  facts: ({ kind }) => ({ kind }),
  figures: (stored) => result.parse(stored),
});
