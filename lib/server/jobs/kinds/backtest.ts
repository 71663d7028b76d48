import 'server-only';
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { month, origin, weighing } from '@/lib/validation/ranking';
import { AUTO, chooseRanker } from '../../auto-ranker';
import { defineJob } from '../define-job';

const payload = z.strictObject({
  month,
  kind: z.string().min(1).max(200).nullable().default(null),
  group: z.string().min(1).max(200).nullable().default(null),
  weighing: weighing.default('count'),
  origins: z.array(origin).min(1).default(['citizen']),
});

const result = z.object({ months: z.number() });

/** Tries every ranker on the months before one, and keeps which is to be taken for it. */
export const backtestJob = defineJob({
  kind: 'backtest',
  action: 'job.run',
  payload,
  // Each takes a processor for seconds: one after another.
  lane: 'backtest',
  maxAttempts: 3,
  async run({ database, jurisdiction, payload: asked, signal, progress }) {
    progress({ step: 'ranking', done: 0, total: null });
    const breathe = async () => {
      signal.throwIfAborted();
      await turn();
    };
    const { evidence } = await chooseRanker(
      database.db,
      { jurisdiction, ...asked, ranker: AUTO },
      breathe,
    );
    return { months: evidence?.months ?? 0 };
  },
  facts: ({ month: ranked, kind, group }) => ({
    month: ranked,
    ...(kind && { incidentKind: kind }),
    ...(group && { group }),
  }),
  figures: (stored) => result.parse(stored),
});
