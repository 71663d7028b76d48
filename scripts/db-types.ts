/** `npm run db:types [-- --verify]`: writes db/schema.ts from the migrated schema, or fails where it differs. */
import { execFileSync } from 'node:child_process';
import pg from 'pg';
import { migrateToLatest } from '../db/migrate';
import { openPostgres } from '../db/postgres';
import { startThrowawayPostgres } from '../db/testing/throwaway-postgres';

const GEOMETRY_COLUMNS: Record<string, string> = {
  'jurisdiction.boundary': 'MultiPolygon',
  'town.geom': 'MultiPolygon',
  'village.geom': 'Geometry',
  'grid.geom': 'MultiPolygon',
  'patrol_zone.geom': 'MultiPolygon',
  'road_segment.geom': 'LineString',
  'water.geom': 'Geometry',
  'cell.centre': 'Point',
  'cell.geom': 'Polygon',
  'cell.mercator': 'Polygon',
  'incident.geom': 'Point',
  'hazard.geom': 'Point',
  'premises.geom': 'Point',
  'black_spot.geom': 'Geometry',
  'effect_area.geom': 'MultiPolygon',
  'area.geom': 'MultiPolygon',
  'area.point': 'Point',
};

const server = await startThrowawayPostgres();
if (!server) {
  console.error(
    'db:types needs a PostgreSQL server with PostGIS: apt-get install postgresql-15-postgis-3',
  );
  process.exit(process.argv.includes('--verify') && process.env.CI !== 'true' ? 0 : 1);
}
try {
  const client = new pg.Client({ connectionString: `${server.url}/postgres` });
  await client.connect();
  await client.query('CREATE DATABASE types');
  await client.end();
  const url = `${server.url}/types`;
  const database = openPostgres({ url });
  await migrateToLatest(database.db);
  await database.close();
  const columns = Object.fromEntries(
    Object.entries(GEOMETRY_COLUMNS).map(([column, shape]) => [
      column,
      `GeomColumn<GeoJson${shape}>`,
    ]),
  );
  const args = [
    '--dialect=postgres',
    `--url=${url}`,
    '--out-file=db/schema.ts',
    '--date-parser=string',
    '--exclude-pattern={geometry_columns,geography_columns,spatial_ref_sys,kysely_*}',
    `--overrides=${JSON.stringify({ columns })}`,
    `--custom-imports=${JSON.stringify({
      GeomColumn: './sql/geom#GeomColumn',
      // Renamed: the generated file has a Point type of its own.
      ...Object.fromEntries(
        Object.values(GEOMETRY_COLUMNS).map((shape) => [`GeoJson${shape}`, `geojson#${shape}`]),
      ),
    })}`,
    ...process.argv.slice(2),
  ];
  execFileSync('kysely-codegen', args, { stdio: 'inherit' });
} finally {
  await server.stop();
}
