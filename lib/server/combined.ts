import 'server-only';
import type { Db } from '@/db/client';
import { inTransaction } from '@/db/in-transaction';
import type { Doer } from '@/db/queries/audit';
import {
  type CombinedCell,
  type CombinedTotals,
  type CombinedWeights,
  countCombined,
  findCombined,
  findWeights,
  insertWeights,
  listCombined,
} from '@/db/queries/combined';
import { bumpDataVersion, lockImports } from '@/db/queries/imports';
import { listPlaceNames, type PlaceName } from '@/db/queries/place-names';
import { overlapP } from '@/geo/stats/hypergeometric';
import { EPDO_WEIGHTS } from '@/geo/traffic/epdo';
import { ConflictError } from '@/lib/user-error';
import { record } from './audit/record';
import { getJurisdiction } from './jurisdictions';
import { SingleFlight } from './single-flight';

/** Crime, crashes and fire risk of a month, cell by cell. */
export type Combined = {
  jurisdiction: string;
  /** `YYYY-MM`. */
  month: string;
  weights: CombinedWeights;
  totals: Omit<CombinedTotals, 'isCurrent'>;
  /** Whether the tops of crime and of crashes coincide more than chance would have it. */
  coincidence: { observed: number; expected: number; p: number };
  cells: (Omit<PlaceName, 'i' | 'j'> & CombinedCell & { rank: number })[];
};

const NAMELESS = { placeName: null, placeKind: null, townName: null, townNameEn: null };

const underWay = new SingleFlight<void>();

/**
 * Has the parts of a month counted, if they are not there or of older data.
 *
 * @param db who asks; `owner`, who counts for all.
 * @param month `YYYY-MM`.
 */
export async function ensureCombined(
  db: Db,
  owner: Db,
  { jurisdiction, month }: { jurisdiction: string; month: string },
): Promise<void> {
  const asked = { jurisdiction, month: `${month}-01` };
  if ((await findCombined(db, asked))?.isCurrent) return;
  await underWay.run(`${jurisdiction} ${month}`, () =>
    inTransaction(owner, async (transaction) => {
      await lockImports(transaction, jurisdiction);
      if ((await findCombined(transaction, asked))?.isCurrent) return;
      const { lattice, metricSrid } = await getJurisdiction(transaction, jurisdiction);
      await countCombined(transaction, asked, { lattice, metricSrid, severities: EPDO_WEIGHTS });
    }),
  );
}

/**
 * The cells that hold most of crime, crash harm and fire risk together.
 *
 * @param month `YYYY-MM`.
 * @throws {UserError} for an unknown jurisdiction.
 */
export async function combinedList(
  db: Db,
  { jurisdiction, month, cells: limit }: { jurisdiction: string; month: string; cells: number },
): Promise<Combined> {
  const asked = { jurisdiction, month: `${month}-01` };
  await getJurisdiction(db, jurisdiction);
  await ensureCombined(db, db, { jurisdiction, month });
  const found = await findCombined(db, asked);
  if (!found) throw new Error(`the parts of ${month} were counted and are not there`);
  const { isCurrent: _, ...totals } = found;
  const weights = await findWeights(db, jurisdiction);
  const cells = await listCombined(db, asked, limit);
  const names = new Map(
    (await listPlaceNames(db, jurisdiction, cells)).map((name) => [`${name.i},${name.j}`, name]),
  );
  const { cellsTotal: places, topCrime: first, topCrash: second, topBoth: observed } = totals;
  return {
    jurisdiction,
    month,
    weights,
    totals,
    coincidence: {
      observed,
      expected: places === 0 ? 0 : (first * second) / places,
      p: overlapP(observed, { places, first, second }),
    },
    cells: cells.map((cell, index) => ({
      rank: index + 1,
      ...NAMELESS,
      ...names.get(`${cell.i},${cell.j}`),
      ...cell,
    })),
  };
}

/**
 * Adds weights, which are in force from then on; those before stay.
 *
 * @throws {ConflictError} where somebody has added some since `version` was read.
 */
export function changeWeights(
  db: Db,
  jurisdiction: string,
  { version, note, ...weights }: CombinedWeights & { note: string | null },
  by: Doer,
): Promise<number> {
  return inTransaction(db, async (transaction) => {
    await getJurisdiction(transaction, jurisdiction);
    const next = version + 1;
    const known = await findWeights(transaction, jurisdiction);
    const added =
      known.version === version &&
      (await insertWeights(transaction, jurisdiction, {
        ...weights,
        note,
        version: next,
        changedBy: by.name,
      }));
    if (!added)
      throw new ConflictError(
        `the weights have changed since version ${version}: read version ${known.version}, and decide again`,
      );
    await bumpDataVersion(transaction, jurisdiction, 'combined_weights');
    const parameters = { version: next, ...weights };
    await record(transaction, { jurisdiction, by, action: 'combined.weigh', parameters });
    return next;
  });
}
