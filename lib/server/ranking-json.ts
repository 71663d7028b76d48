import type { AreaRanking } from './area-ranking';
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

/** The same of a ranking of areas. */
export function areaRankingJson(ranking: Omit<AreaRanking, 'incidentsOutside'>): string {
  const { jurisdiction, unit, month, kind, group, weighing, asOf, ranker, parameters } = ranking;
  const { dataVersion, methodVersion, areasTotal, areasEstimated } = ranking;
  return JSON.stringify({
    jurisdiction,
    unit,
    month,
    kind,
    ...(group !== null && { group }),
    ...(weighing !== 'count' && { weighing }),
    asOf,
    ranker,
    parameters,
    dataVersion,
    methodVersion,
    areasTotal,
    areasEstimated,
    areas: ranking.areas.map((area) => ({
      rank: area.rank,
      id: area.id,
      name: area.name,
      townId: area.townId,
      lon: area.lon,
      lat: area.lat,
      squareKilometres: significant(area.squareKilometres, 6),
      score: significant(area.score, 12),
      count: area.count,
      z: area.z === null ? null : significant(area.z, 12),
      q: area.q === null ? null : significant(area.q, 9),
    })),
  });
}

function significant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
