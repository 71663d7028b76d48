import { sql } from 'kysely';
import type { Db } from '../client';

/**
 * Factors of the assumed risk: what is known of premises without a visit. `holds` is null where that is not known.
 * Points are defaults of ours, of the order of the defects' points; the attributes are floor_area_m2, alley_width_m,
 * sealed_windows and hydrant_metres.
 */
const FACTORS = sql`
  (VALUES
    ('storeys_3', 2, premises.storeys >= 3),
    ('storeys_5', 2, premises.storeys >= 5),
    ('tenants_10', 3, premises.tenants >= 10),
    ('tenants_20', 3, premises.tenants >= 20),
    ('area_under_6', 4, (premises.attributes ->> 'floor_area_m2')::float8 < 6 * premises.tenants),
    ('built_before_1990', 3, premises.year_built < 1990),
    ('sealed_windows', 4, (premises.attributes ->> 'sealed_windows')::boolean),
    ('shared_with_workshop', 6, CASE WHEN premises.kind IN ('three_in_one', 'workshop') THEN true END),
    ('alley_under_3_5', 3, (premises.attributes ->> 'alley_width_m')::float8 < 3.5),
    ('hydrant_over_150', 2, (premises.attributes ->> 'hydrant_metres')::float8 > 150)
  ) AS factor (code, points, holds)`;

/**
 * Sets the two risks of all premises of a jurisdiction, which are never added up: `live_points`, the points of the
 * defects open at an instant (null: never checked), and `assumed_points`, those of the factors that hold (null:
 * nothing is known).
 *
 * @param asOf defects found later, or closed by then, do not count.
 * @returns how many premises there are.
 */
export async function scorePremises(
  db: Db,
  { jurisdiction, asOf }: { jurisdiction: string; asOf: Date },
): Promise<number> {
  const { numAffectedRows } = await sql`
    WITH live AS (
      SELECT defect.premises_id,
             coalesce(sum(defect_kind.points) FILTER (WHERE defect.closed_at IS NULL OR defect.closed_at > ${asOf}::timestamptz), 0)
               AS points
      FROM defect JOIN defect_kind ON defect_kind.code = defect.kind
      WHERE defect.jurisdiction = ${jurisdiction} AND defect.found_at <= ${asOf}::timestamptz
      GROUP BY defect.premises_id
    ), scored AS (
      SELECT premises.id,
             coalesce(live.points, CASE WHEN premises.checked_at <= ${asOf}::timestamptz THEN 0 END) AS live_points,
             assumed.points AS assumed_points
      FROM premises
      LEFT JOIN live ON live.premises_id = premises.id
      CROSS JOIN LATERAL (
        SELECT CASE WHEN count(factor.holds) > 0 THEN coalesce(sum(factor.points) FILTER (WHERE factor.holds), 0) END AS points
        FROM ${FACTORS}
      ) assumed
      WHERE premises.jurisdiction = ${jurisdiction}
    )
    UPDATE premises SET live_points = scored.live_points, assumed_points = scored.assumed_points
    FROM scored
    WHERE premises.jurisdiction = ${jurisdiction} AND premises.id = scored.id
  `.execute(db);
  await sql`SELECT bump_data_version(${jurisdiction}, 'premises')`.execute(db);
  return Number(numAffectedRows ?? 0);
}
