import 'server-only';
import { UsageError } from '@/lib/user-error';
import type { JobKind } from './define-job';
import { backtestJob } from './kinds/backtest';
import { boundaryJob } from './kinds/boundary';
import { factsRebuildJob } from './kinds/facts-rebuild';
import { importJob } from './kinds/import';
import { kindWeightJob } from './kinds/kind-weight';
import { rankingJob } from './kinds/ranking';

/** Every kind of job. */
export const jobKinds: readonly JobKind[] = [
  importJob,
  rankingJob,
  backtestJob,
  factsRebuildJob,
  boundaryJob,
  kindWeightJob,
];

/**
 * A kind by its name.
 *
 * @throws {UsageError} where there is none.
 */
export function getJobKind(name: string, kinds: readonly JobKind[] = jobKinds): JobKind {
  const found = kinds.find(({ kind }) => kind === name);
  if (found) return found;
  const known = kinds.map(({ kind }) => kind).join(', ');
  throw new UsageError(`no kind of job "${name}": choose ${known}`);
}
