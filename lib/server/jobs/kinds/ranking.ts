import 'server-only';
import { z } from 'zod';
import { month } from '@/lib/validation/ranking';
import { storedRanking } from '../../ranking';
import { defineJob } from '../define-job';

const payload = z.strictObject({
  month,
  /** Null: all kinds. */
  kind: z.string().min(1).max(200).nullable().default(null),
  ranker: z.string().min(1).max(40).default('count_12m'),
});

const result = z.object({ cells: z.number() });

/** Ranks a month and stores the run, so that the map has it at once. */
export const rankingJob = defineJob({
  kind: 'ranking',
  action: 'job.run',
  payload,
  lane: null,
  maxAttempts: 3,
  async run({ database, jurisdiction, payload: request, progress }) {
    progress({ step: 'ranking', done: 0, total: null });
    const { runId, cellsTotal } = await storedRanking(database.db, {
      jurisdiction,
      ...request,
      cells: 1,
    });
    return { runId, cells: cellsTotal };
  },
  facts: ({ month: ranked, kind, ranker }) => ({
    month: ranked,
    ranker,
    ...(kind && { incidentKind: kind }),
  }),
  figures: (stored) => result.parse(stored),
});
