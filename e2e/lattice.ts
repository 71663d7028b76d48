import proj4 from 'proj4';

/** Square cells from the origin of a metric CRS, given as a proj4 text. */
export type Lattice = { readonly crs: string; readonly cellMetres: number };

/** The demo city's: CGCS2000, 3-degree zone of 120° E. */
export const YONGKANG: Lattice = {
  crs: '+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m',
  cellMetres: 250,
};

/** Longitude and latitude of a cell's centre, worked out without our code and without PostGIS. */
export function cellCentre({ crs, cellMetres }: Lattice, cell: string): [number, number] {
  const [i = 0, j = 0] = cell.split(',').map(Number);
  return proj4(crs, 'WGS84', [(i + 0.5) * cellMetres, (j + 0.5) * cellMetres]);
}
