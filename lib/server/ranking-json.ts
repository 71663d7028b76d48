import type { Evidence } from './auto-ranker';
import type { Ranking } from './ranking';

/**
 * A ranking as machines read it: the same ranking gives the same bytes, on either database. Of what speaks for its
 * ranker, only what is given.
 *
 * Scores are rounded to 12 significant digits and q to 9: the last bits of a logarithm or an exponential differ
 * between mathematical libraries, and mean nothing.
 */
export function rankingJson(ranking: Ranking, evidence: Evidence | null = null): string {
  const { jurisdiction, month, kind, group, weighing, asOf, ranker, parameters } = ranking;
  const { dataVersion, methodVersion, cellsTotal, cells } = ranking;
  return JSON.stringify({
    jurisdiction,
    month,
    kind,
    ...(group !== null && { group }),
    ...(weighing !== 'count' && { weighing }),
    asOf,
    ranker,
    parameters,
    dataVersion,
    methodVersion,
    cellsTotal,
    ...(evidence && { evidence }),
    cells: cells.map(({ rank, i, j, lon, lat, score, count, z, q, geometry }) => ({
      rank,
      i,
      j,
      lon,
      lat,
      score: significant(score, 12),
      count,
      z: z === null ? null : significant(z, 12),
      q: q === null ? null : significant(q, 9),
      ...(geometry && { geometry }),
    })),
  });
}

function significant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
