import { sql } from 'kysely';
import type { Db } from '../client';

type Raster = {
  template: string;
  subdomains: string | null;
  /** Pixels. */
  tileSize: number;
  minZoom: number;
  maxZoom: number;
  attribution: string;
  dayOpacity: number;
  nightOpacity: number;
};

export type StoredBasemap = {
  approvalNumber: string | null;
  /** Null: the built-in ground. */
  raster: Raster | null;
  version: number;
  changedAt: Date;
  changedBy: string | null;
};

/** What was set for a jurisdiction; undefined where nothing ever was. */
export async function findBasemap(
  db: Db,
  jurisdiction: string,
): Promise<StoredBasemap | undefined> {
  const row = await basemapQuery(db, jurisdiction).executeTakeFirst();
  return row && storedOf(row);
}

/** The same, with the row locked until the transaction ends. */
export async function lockBasemap(
  db: Db,
  jurisdiction: string,
): Promise<StoredBasemap | undefined> {
  const row = await basemapQuery(db, jurisdiction).forUpdate().executeTakeFirst();
  return row && storedOf(row);
}

type Written = Readonly<Pick<StoredBasemap, 'approvalNumber' | 'changedBy'>> & {
  readonly raster: Readonly<Raster> | null;
};

/** Writes the first basemap of a jurisdiction. @returns whether there was none. */
export async function insertBasemap(
  db: Db,
  jurisdiction: string,
  basemap: Written,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('basemap')
    .values({ jurisdiction, ...columnsOf(basemap) })
    .onConflict((conflict) => conflict.column('jurisdiction').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Writes another basemap. @returns the new version. */
export async function updateBasemap(
  db: Db,
  jurisdiction: string,
  basemap: Written,
): Promise<number> {
  const { version } = await db
    .updateTable('basemap')
    .set({
      ...columnsOf(basemap),
      version: sql<number>`version + 1`,
      changed_at: sql`now()`,
    })
    .where('jurisdiction', '=', jurisdiction)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

function basemapQuery(db: Db, jurisdiction: string) {
  return db
    .selectFrom('basemap')
    .select([
      'approval_number as approvalNumber',
      'template',
      'subdomains',
      'tile_size as tileSize',
      'min_zoom as minZoom',
      'max_zoom as maxZoom',
      'attribution',
      'day_opacity as dayOpacity',
      'night_opacity as nightOpacity',
      'version',
      'changed_at as changedAt',
      'changed_by as changedBy',
    ])
    .where('jurisdiction', '=', jurisdiction);
}

type Row = { [Key in keyof Raster]: Raster[Key] | null } & Omit<StoredBasemap, 'raster'>;

function storedOf({
  approvalNumber,
  version,
  changedAt,
  changedBy,
  ...raster
}: Row): StoredBasemap {
  const common = { approvalNumber, version, changedAt, changedBy };
  return { ...common, raster: isWhole(raster) ? raster : null };
}

/** The database lets a raster be there as a whole only. */
function isWhole(raster: { [Key in keyof Raster]: Raster[Key] | null }): raster is Raster {
  return raster.template !== null;
}

function columnsOf({ approvalNumber, raster, changedBy }: Written) {
  return {
    approval_number: approvalNumber,
    template: raster?.template ?? null,
    subdomains: raster?.subdomains ?? null,
    tile_size: raster?.tileSize ?? null,
    min_zoom: raster?.minZoom ?? null,
    max_zoom: raster?.maxZoom ?? null,
    attribution: raster?.attribution ?? null,
    day_opacity: raster?.dayOpacity ?? null,
    night_opacity: raster?.nightOpacity ?? null,
    changed_by: changedBy,
  };
}
