import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A real city beside the demo's: seven years of assaults in Chicago. Absent in a checkout without the data. */
const FILE = join(
  import.meta.dirname,
  '../../shared/data/crime/chicago_aggravated_assaults_2010_2016.csv.gz',
);

export const CHICAGO = {
  code: '990001',
  month: '2016-12',
  lattice: { crs: '+proj=utm +zone=16 +datum=WGS84 +units=m', cellMetres: 500 },
};

export const hasChicago = existsSync(FILE);

/** The commands of the README that bring it. */
export function chicagoCommands(): string[] {
  if (!hasChicago) return [];
  const { code, lattice } = CHICAGO;
  return [
    `npm run -s zhantu -- jurisdiction create --code ${code} --name Chicago --bbox=-87.95,41.6,-87.5,42.05 ` +
      `--crs EPSG:32616 --timezone America/Chicago --cell ${lattice.cellMetres}`,
    `npm run -s zhantu -- import incidents ${FILE} --jurisdiction ${code} ` +
      '--columns occurred=date,lon=longitude,lat=latitude --const kind=assault --create-kinds --quiet',
  ];
}
