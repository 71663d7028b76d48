import { count12m } from './count-12m';
import { countAll } from './count-all';
import { gistar } from './gistar';
import type { Ranker } from './ranker';

/** Every ranker by its id. */
export const rankers: ReadonlyMap<string, Ranker> = new Map(
  [countAll, count12m, gistar].map((ranker) => [ranker.id, ranker]),
);
