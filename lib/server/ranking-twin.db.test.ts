import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Db } from '@/db/client';
import { rankingQuery } from '@/db/queries/ranking';
import {
  cellsOfBox,
  insertFacts,
  insertIncidents,
  insertJurisdiction,
  type TestFact,
} from '@/db/testing/builders';
import { inRollback, openTestDatabase } from '@/db/testing/database';
import { randomStream } from '@/geo/random/random-stream';
import { bestPlaces } from '@/geo/ranking/best-places';
import type { Parameters, Ranker } from '@/geo/ranking/ranker';
import { rankers } from '@/geo/ranking/rankers';
import { tieBreakersAt } from '@/geo/ranking/rolling-origin';
import { scorePlaces } from '@/geo/ranking/score-places';
import { addMonths } from '@/lib/format/month';
import type { RankingRequest } from '@/lib/validation/ranking';
import { scoreParts } from './cell-evidence';
import { type PreparedRanking, prepareRanking, queryOf } from './ranking';
import { readMonths } from './ranking-history';

const database = await openTestDatabase();
const MONTH = '2016-12';

/** Four years of two kinds over a field with a hole, some of it reported late, and two months of single incidents. */
async function unevenCity(db: Db, shape: 'square' | 'hex'): Promise<string> {
  const random = randomStream(7, shape);
  const pick = (below: number) => Math.floor(random() * below);
  const cells = cellsOfBox(14, 12, { i: -5, j: -4 }).filter(({ i, j }) => i !== 2 || j < 0);
  const jurisdiction = await insertJurisdiction(db, {
    cells,
    shape,
    kinds: ['theft', 'fraud', 'arson'],
  });
  await sql`UPDATE kind SET group_code = 'property', harm_weight = CASE code WHEN 'theft' THEN 2.25 ELSE 7 END
            WHERE jurisdiction = ${jurisdiction} AND code <> 'arson'`.execute(db);
  const seen = new Set<string>();
  const facts = Array.from({ length: 700 }, (): TestFact & { kind: string } => {
    const { i, j } = cells[pick(cells.length)]!;
    const count = 1 + pick(4);
    const kind = ['theft', 'fraud', 'arson'][pick(3)]!;
    const month = `${addMonths('2012-12', pick(50))}-01`;
    const knownMonth = `${addMonths(month.slice(0, 7), 1 + pick(5))}-01`;
    const weight = kind === 'theft' ? 2.25 : kind === 'fraud' ? 7 : 1;
    return {
      i,
      j,
      kind,
      month,
      count,
      harm: count * weight,
      ...(pick(9) === 0 && { late: { count: 1, knownMonth } }),
    };
  }).filter(({ i, j, kind, month }) => {
    const key = `${i},${j},${kind},${month}`;
    return !seen.has(key) && seen.add(key);
  });
  await insertFacts(db, jurisdiction, facts);
  await insertIncidents(
    db,
    jurisdiction,
    Array.from({ length: 60 }, () => ({
      ...cells[pick(cells.length)]!,
      kind: ['theft', 'fraud'][pick(2)]!,
      day: `2016-${['10', '11'][pick(2)]}-${String(1 + pick(29)).padStart(2, '0')}`,
      ...(pick(6) === 0 && { reported: '2016-12-04' }),
    })),
  );
  return jurisdiction;
}

describe('the ranking in SQL and its twin in arrays', () => {
  it.each(['square', 'hex'] as const)('score alike, and by the same parts: %s', (shape) =>
    inRollback(database, async (db) => {
      const jurisdiction = await unevenCity(db, shape);
      const scopes = [
        {},
        { kind: 'theft' },
        { group: 'property' },
        { kind: 'fraud', weighing: 'harm' as const },
      ];
      for (const scope of scopes)
        for (const ranker of rankers.values()) {
          const parameters = ranker.id === 'blend' ? BLENDED : ranker.defaults;
          const asked = { jurisdiction, month: MONTH, parameters, ...scope };
          await compare(db, ranker, asked, `${ranker.id} ${JSON.stringify(scope)}`);
        }
    }),
  );
});

type Asked = Omit<RankingRequest, 'parameters'> & { parameters: Parameters };

/** The best cells, their scores and the parts of the first, as SQL gives them, against the arrays. */
async function compare(db: Db, ranker: Ranker, asked: Asked, label: string): Promise<void> {
  const { parameters } = asked;
  const prepared = await prepareRanking(db, { ...asked, ranker: ranker.id });
  const { rows } = await rankingQuery({ ...queryOf(prepared), limit: 20 }).execute(db);
  const [first] = rows;
  expect(first?.score, label).toBeGreaterThan(0);
  const { known, at } = await knownAt(db, prepared);
  const scores = scorePlaces(ranker, parameters, known, at);
  const { cells } = known.box;
  const places = rows.map(({ i, j }) => cells.findIndex((cell) => cell.i === i && cell.j === j));
  rows.forEach(({ score }, index) => {
    expect(scores[places[index]!], label).toBeCloseTo(score, 9);
  });
  const ties = tieBreakersAt({ ranker, parameters }, known, at);
  const best = bestPlaces(scores, ties, rows.length);
  expect(
    best.toSorted((a, b) => a - b),
    label,
  ).toEqual(places.toSorted((a, b) => a - b));
  const parts = await scoreParts(db, prepared, first!);
  const sum = parts?.reduce((all, { contribution }) => all + contribution, 0);
  if (ranker.score === 'gistar') expect(parts, label).toBeNull();
  else expect(sum, label).toBeCloseTo(first!.score, 9);
}

async function knownAt(db: Db, { scope, place, weighing }: PreparedRanking) {
  const { known, begins } = await readMonths(db, {
    scope,
    place: { ...place, firstMonth: place.firstMonth! },
    weighing,
    firstRanked: MONTH,
    last: MONTH,
  });
  const lattice = { shape: place.cellShape, sizeMetres: place.cellSizeMetres };
  return { known, at: { origin: begins.indexOf(`${MONTH}-01`), lattice } };
}

/** Every part counts, so that every part is compared. */
const BLENDED = {
  all_history: 0.4,
  recent: 0.3,
  season: 0.2,
  around: 0.5,
  near_repeats: 0.7,
  all_kinds: 0.1,
};
