import type { Ranker } from './ranker';
import { blend } from './rankers/blend';
import { count12m } from './rankers/count-12m';
import { count36m } from './rankers/count-36m';
import { countAll } from './rankers/count-all';
import { decay } from './rankers/decay';
import { gistar } from './rankers/gistar';
import { kde } from './rankers/kde';
import { promap } from './rankers/promap';
import { seasonal } from './rankers/seasonal';

/** Every ranker by its id. */
export const rankers: ReadonlyMap<string, Ranker> = new Map(
  [countAll, count12m, count36m, decay, seasonal, kde, promap, gistar, blend].map((ranker) => [
    ranker.id,
    ranker,
  ]),
);
