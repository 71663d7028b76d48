import { type RawBuilder, sql } from 'kysely';
import type { CellIndex } from '@/geo/grid/lattice';
import type { Weighing } from '@/geo/ranking/history';
import { KERNEL_UNIT, type KernelStep, positionOf } from '@/geo/ranking/kernel';
import type { Part } from '@/geo/ranking/ranker';
import { WEIGHT_UNIT } from '@/geo/ranking/weights';
import type { Db } from '../../client';
import { daysBefore } from './days-before';
import type { PartSources } from './part-values';
import { factsBefore } from './scope';

/**
 * The value of each part in one cell, in incidents or days of harm, before its factor: what `countedCells` adds up for
 * all cells. In the order of the parts.
 */
export async function readCellParts(
  db: Db,
  parts: readonly Part[],
  sources: PartSources,
  cell: CellIndex,
): Promise<number[]> {
  const values: number[] = [];
  for (const part of parts) {
    const { rows } = await cellPartQuery(part, sources, cell).execute(db);
    values.push(rows[0]?.value ?? 0);
  }
  return values;
}

/** One row, `value`. Facts of cells outside the jurisdiction count as little as in the ranking. */
function cellPartQuery(
  { weights, kernel, clock, of }: Part,
  { scope, shape, timezone, weighing }: PartSources,
  cell: CellIndex,
): RawBuilder<{ value: number }> {
  const near = (kernel?.steps ?? [HERE]).map((step) => placeAt(shape, cell, step));
  const unit = WEIGHT_UNIT * KERNEL_UNIT * (weighing === 'harm' ? 1e6 : 1);
  const asked = of === 'all_kinds' ? { ...scope, kind: null, group: null } : scope;
  const [facts, age] =
    clock === 'days'
      ? [daysBefore(asked, { days: weights.length, timezone }), sql`age + 1`]
      : [
          factsBefore(asked, Math.max(1, weights.length)),
          sql`round((${scope.month}::date - month) / 30.436875::float8)::int`,
        ];
  return sql`
    SELECT coalesce(sum(${worth(weighing)}::numeric * (${[...weights]}::int8[])[${age}] * step.weight), 0)::float8
             / ${unit}::float8 AS value
    FROM ${facts}
    JOIN unnest(${near.map(({ i }) => i)}::int4[], ${near.map(({ j }) => j)}::int4[], ${near.map(({ weight }) => weight)}::int8[])
      AS step (i, j, weight) USING (i, j)
    JOIN cell ON cell.jurisdiction = ${scope.jurisdiction} AND cell.i = step.i AND cell.j = step.j`;
}

const HERE: KernelStep = { columnStep: 0, positionStep: 0, weight: KERNEL_UNIT };

function placeAt(
  shape: PartSources['shape'],
  cell: CellIndex,
  { columnStep, positionStep, weight }: KernelStep,
): CellIndex & { weight: number } {
  const i = cell.i + columnStep;
  const position = positionOf(shape, cell) + positionStep;
  return { i, j: shape === 'square' ? position : (position - (i & 1)) / 2, weight };
}

function worth(weighing: Weighing): RawBuilder<number> {
  return weighing === 'harm' ? sql`harm_millionths` : sql`count`;
}
