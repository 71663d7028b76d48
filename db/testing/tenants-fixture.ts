import { sql } from 'kysely';
import type { Db } from '../client';
import { cellsOfBox, insertJurisdiction } from './builders';

/** All at the same place: a row of one that shows in another's tile is seen. */
export const TENANTS = ['330784', '330785', '330786'] as const;
/** Each with a column of cells, and as many cells further on that belong to no town. */
export const TOWNS = ['t0', 't1', 't2'] as const;

const COLUMNS_A_TOWN = 4;
const ROWS = 3;
const EVERYWHERE = cellsOfBox(COLUMNS_A_TOWN * (TOWNS.length + 1), ROWS);
/** The place of a column of the lattice: `t0`, `t1`, `t2`, or null beyond them. */
export const townOfColumn = (i: string) =>
  `(CASE WHEN ${i} < ${COLUMNS_A_TOWN * TOWNS.length} THEN 't' || ${i} / ${COLUMNS_A_TOWN} END)`;

/**
 * Three jurisdictions with three towns each and rows in every table, some of them of no town; counts from 1 to 6.
 * Where a row's town cannot be told from its columns, its name or note begins with the town's id.
 */
export async function insertTenants(db: Db): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`
      CREATE TABLE IF NOT EXISTS incident_2020_01 PARTITION OF incident FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');
      CREATE TABLE IF NOT EXISTS incident_2020_02 PARTITION OF incident FOR VALUES FROM ('2020-02-01') TO ('2020-03-01');
    `.execute(transaction);
    for (const code of TENANTS) {
      await insertJurisdiction(transaction, { code, cells: EVERYWHERE, kinds: ['theft', 'crash'] });
      // Multi-statement texts take no parameters: the code is one of ours.
      await sql.raw(placesOf(code)).execute(transaction);
      await sql.raw(incidentsOf(code)).execute(transaction);
      await sql.raw(risksOf(code)).execute(transaction);
      await sql.raw(campaignsOf(code)).execute(transaction);
    }
  });
}

const towns = `unnest(ARRAY['${TOWNS.join("', '")}']) AS town (id)`;
const townsAndNone = `unnest(ARRAY['${TOWNS.join("', '")}', NULL]) AS town (id)`;
const place = `(SELECT centre FROM cell WHERE cell.jurisdiction = 'CODE' AND j = 1 AND ${townOfColumn('i')} IS NOT DISTINCT FROM town.id ORDER BY i LIMIT 1)`;
const of = (code: string, text: string) => text.replaceAll('CODE', code);

function placesOf(code: string): string {
  return of(
    code,
    `
    INSERT INTO basemap (jurisdiction, approval_number) VALUES ('CODE', 'GS(2024)CODE');
    INSERT INTO town (jurisdiction, id, name, geom)
    SELECT 'CODE', ${townOfColumn('i')}, ${townOfColumn('i')} || ' 镇', ST_Multi(ST_Buffer(ST_Envelope(ST_Collect(geom)), -0.0001))
    FROM cell WHERE jurisdiction = 'CODE' AND ${townOfColumn('i')} IS NOT NULL GROUP BY 2;
    UPDATE cell SET town_id = ${townOfColumn('i')} WHERE jurisdiction = 'CODE';
    INSERT INTO village (jurisdiction, id, town_id, name, geom) SELECT 'CODE', 'v' || coalesce(town.id, ''), town.id, '村', ${place} FROM ${townsAndNone};
    INSERT INTO grid (jurisdiction, id, town_id, name, geom) SELECT 'CODE', 'g' || coalesce(town.id, ''), town.id, '网格', ST_Multi(ST_Buffer(${place}, 0.001)) FROM ${townsAndNone};
    INSERT INTO patrol_zone (jurisdiction, id, town_id, name, geom) SELECT 'CODE', 'z' || coalesce(town.id, ''), town.id, '巡防区', ST_Multi(ST_Buffer(${place}, 0.001)) FROM ${townsAndNone};
    INSERT INTO road_segment (jurisdiction, id, name, class, length_metres, geom)
    SELECT 'CODE', 'r1', '大道', 'primary', 1, ST_MakeLine((SELECT ST_Centroid(ST_Collect(centre)) FROM cell WHERE jurisdiction = 'CODE'), ${place}) FROM ${towns} LIMIT 1;
    INSERT INTO water (jurisdiction, id, geom) SELECT 'CODE', 'w1', ST_Buffer(${place}, 0.001) FROM ${towns} LIMIT 1;`,
  );
}

function incidentsOf(code: string): string {
  return of(
    code,
    `
    INSERT INTO import_batch (jurisdiction, subject, file_name, options, rows_read, rows_accepted, rows_rejected, rows_known)
    VALUES ('CODE', 'incidents', 'a.csv', '{}', 1, 0, 1, 0);
    INSERT INTO import_reject (jurisdiction, batch_id, row_number, reason, detail, raw)
    SELECT 'CODE', id, 2, 'bad', 'bad', 'raw' FROM import_batch WHERE jurisdiction = 'CODE';
    SELECT record_audit('{"jurisdiction": "CODE", "action": "import.run", "outcome": "done"}') FROM generate_series(1, 2);
    INSERT INTO incident (jurisdiction, month, kind, occurred_from, occurred_to, cell_i, cell_j, content_hash, batch_id, geom)
    SELECT 'CODE', month, CASE n WHEN 1 THEN 'crash' ELSE 'theft' END, month, month, i, j, md5(concat_ws(' ', month, i, j, n))::uuid,
           (SELECT max(id) FROM import_batch WHERE jurisdiction = 'CODE'), ST_Translate(centre, n * 0.00001, 0)
    FROM cell, unnest(ARRAY[date '2020-01-01', date '2020-02-01']) AS month, generate_series(1, 1 + (i + j) % 3) AS n
    WHERE jurisdiction = 'CODE';
    INSERT INTO crash (jurisdiction, month, incident_id, severity)
    SELECT jurisdiction, month, id, 'slight' FROM incident WHERE jurisdiction = 'CODE' AND kind = 'crash';
    INSERT INTO cell_month (jurisdiction, kind, month, origin, i, j, count, harm)
    SELECT jurisdiction, kind, month, origin, cell_i, cell_j, count(*), count(*) FROM incident WHERE jurisdiction = 'CODE' GROUP BY 1, 2, 3, 4, 5, 6;
    INSERT INTO cell_month_late (jurisdiction, i, j, month, kind, origin, known_month, count, harm)
    SELECT jurisdiction, i, j, month, kind, origin, date '2020-02-01', 1, 1 FROM cell_month WHERE jurisdiction = 'CODE' AND month = '2020-01-01';
    INSERT INTO data_version (jurisdiction, subject)
    SELECT 'CODE', unnest(ARRAY['incidents', 'cells', 'towns', 'hazards', 'black_spots', 'premises']);
    INSERT INTO ranking_run (jurisdiction, month, kind, ranker, parameters, as_of, data_version, method_version, cells_total)
    SELECT 'CODE', date '2020-03-01', kind, ranker, parameters::jsonb, date '2020-03-01', 1, 1, 12
    FROM (VALUES (NULL, 'count_12m', '{"origins": ["citizen"]}'), ('theft', 'count_12m', '{"origins": ["citizen"]}'),
      (NULL, 'count_all', '{"origins": ["citizen"]}'), (NULL, 'count_12m', '{"origins": ["patrol"]}'),
      (NULL, 'count_12m', '{"origins": ["citizen"], "group": "theft"}'), (NULL, 'count_12m', '{"origins": ["citizen"], "weighing": "harm"}')) AS run (kind, ranker, parameters);
    INSERT INTO hotspot (jurisdiction, run_id, rank, i, j, score, count, harm)
    SELECT 'CODE', run.id, row_number() OVER (PARTITION BY run.id ORDER BY i, j), i, j, 1, 1 + (i + j) % 6, 1
    FROM ranking_run AS run JOIN cell USING (jurisdiction) WHERE jurisdiction = 'CODE';
    INSERT INTO ranking_run (jurisdiction, month, ranker, parameters, as_of, data_version, method_version, cells_total)
    VALUES ('CODE', date '2020-03-01', 'count_12m', '{"origins": ["citizen"], "unit": "town"}', date '2020-03-01', 1, 1, 4);
    INSERT INTO area (jurisdiction, unit, place, id, town_id, name, is_estimated, square_kilometres, x, y, point, neighbours, geom)
    SELECT 'CODE', 'grid', row_number() OVER (ORDER BY id) - 1, id, town_id, name, false, 1, 0, 0, ST_Centroid(geom), '{0}', geom FROM grid WHERE jurisdiction = 'CODE';
    INSERT INTO area_month (jurisdiction, unit, place, month, kind, origin, known_month, count)
    SELECT jurisdiction, unit, place, '2020-01-01', 'theft', 'citizen', '2020-01-01', 1 FROM area WHERE jurisdiction = 'CODE';
    INSERT INTO area_facts (jurisdiction, unit, incidents_version, places_version, incidents_outside) VALUES ('CODE', 'grid', 1, '', 0);
    INSERT INTO area_hotspot (jurisdiction, run_id, rank, area_id, town_id, name, is_estimated, square_kilometres, lon, lat, score, count, harm)
    SELECT area.jurisdiction, ranking_run.id, 1 + place, area.id, town_id, name, false, 1, 120, 28.9, 1, 1, 1
    FROM area JOIN ranking_run ON ranking_run.jurisdiction = area.jurisdiction AND parameters ? 'unit' WHERE area.jurisdiction = 'CODE';
    INSERT INTO cell_surface (jurisdiction, run_id, i, j, density, trend, cluster)
    SELECT jurisdiction, run_id, i, j, 1, 'none', 'none' FROM hotspot WHERE jurisdiction = 'CODE';
    INSERT INTO combined_weights (jurisdiction, version, crime, crash, fire) VALUES ('CODE', 1, 2, 1, 1);
    INSERT INTO combined_facts (jurisdiction, month, versions, incidents, crash_weight, fire_points) VALUES ('CODE', '2020-02-01', '', 1, 1, 1);
    INSERT INTO cell_combined (jurisdiction, month, i, j, crime, crash, fire, top_crime, top_crash, top_fire)
    SELECT 'CODE', '2020-02-01', i, j, 0.5, 0, 0, true, false, false FROM cell WHERE jurisdiction = 'CODE';
    INSERT INTO backtest (jurisdiction, month, parameters, data_version, first_scored, last_scored, chosen_ranker, chosen_parameters, result)
    VALUES ('CODE', date '2020-03-01', '{}', 1, date '2019-09-01', date '2020-02-01', 'count_all', '{}', '{}');`,
  );
}

function risksOf(code: string): string {
  const batch = `(SELECT max(id) FROM import_batch WHERE jurisdiction = 'CODE')`;
  return of(
    code,
    `
    INSERT INTO hazard (jurisdiction, category, title, reported_at, town_id, content_hash, batch_id, geom)
    SELECT 'CODE', 'fire', '隐患', now(), town.id, md5(coalesce(town.id, ''))::uuid, ${batch}, ${place} FROM ${townsAndNone};
    INSERT INTO premises (jurisdiction, name, town_id, content_hash, batch_id, geom)
    SELECT 'CODE', '出租房', town.id, md5(coalesce(town.id, ''))::uuid, ${batch}, ${place} FROM ${townsAndNone};
    INSERT INTO defect (jurisdiction, premises_id, kind, found_at) SELECT 'CODE', id, 'wiring', now() FROM premises WHERE jurisdiction = 'CODE';
    INSERT INTO black_spot (jurisdiction, name, rule, window_from, window_to, crashes, fatal, serious, length_metres, geom)
    SELECT 'CODE', coalesce(town.id, '') || ' 段', rule, date '2019-01-01', date '2020-01-01', 3, 1, 1, 1, ${place}
    FROM ${townsAndNone}, unnest(ARRAY['marked', 'cn-2008-county']) AS rule;`,
  );
}

function campaignsOf(code: string): string {
  return of(
    code,
    `
    INSERT INTO calendar_year (jurisdiction, year) VALUES ('CODE', 2020);
    INSERT INTO calendar_day (jurisdiction, year, day, is_working) VALUES ('CODE', 2020, '2020-10-01', false);
    INSERT INTO department (jurisdiction, id, name) VALUES ('CODE', 'd1', '公安局');
    INSERT INTO campaign (jurisdiction, id, name, name_en, kind, month) VALUES ('CODE', 'c1', '大会战', 'Campaign', 'one_month_one_town', '2020-01-01');
    INSERT INTO campaign_town (jurisdiction, campaign_id, town_id) SELECT 'CODE', 'c1', town.id FROM ${towns};
    INSERT INTO phase (jurisdiction, campaign_id, kind) VALUES ('CODE', 'c1', 'pre');
    INSERT INTO effect_registration (jurisdiction, name, campaign_id, before_from, before_to, during_from, during_to)
    VALUES ('CODE', '大会战', 'c1', '2019-01-01', '2019-12-01', '2020-01-01', '2020-01-01');
    INSERT INTO effect_area (jurisdiction, registration_id, part, position, name, town_id, geom)
    SELECT 'CODE', effect_registration.id, CASE town.id WHEN 't0' THEN 'treated' ELSE 'control' END, 1 + substr(town.id, 2)::int, town.name, town.id, geom
    FROM effect_registration JOIN town USING (jurisdiction) WHERE jurisdiction = 'CODE';
    INSERT INTO action (jurisdiction, code, position, name, name_en) VALUES ('CODE', 'a1', 1, '行动', 'Action');
    INSERT INTO metric (jurisdiction, id, campaign_id, town_id, scope, name, name_en, unit, quantity, window_basis)
    SELECT 'CODE', 'm' || coalesce(town.id, ''), 'c1', town.id, 'outcome', '数', 'Figure', '起', 'count', 'stated' FROM ${townsAndNone};
    INSERT INTO result (jurisdiction, metric_id, source, value, qualifier) SELECT jurisdiction, id, '报', 1, 'exact' FROM metric WHERE jurisdiction = 'CODE';`,
  );
}
