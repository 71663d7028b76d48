import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A real city beside the demo's: seven years of assaults in Chicago. Absent in a checkout without the data. */
const FILE = join(
  import.meta.dirname,
  '../../shared/data/crime/chicago_aggravated_assaults_2010_2016.csv.gz',
);

export const CHICAGO = { code: '990001', month: '2016-12', cellMetres: 500, utmZone: 16 };

export const hasChicago = existsSync(FILE);

/** The commands of the README that bring it. */
export function chicagoCommands(): string[] {
  if (!hasChicago) return [];
  const { code, cellMetres } = CHICAGO;
  return [
    `npm run -s zhantu -- jurisdiction create --code ${code} --name Chicago --bbox=-87.95,41.6,-87.5,42.05 ` +
      `--crs EPSG:326${CHICAGO.utmZone} --timezone America/Chicago --cell ${cellMetres}`,
    `npm run -s zhantu -- import incidents ${FILE} --jurisdiction ${code} ` +
      '--columns occurred=date,lon=longitude,lat=latitude --const kind=assault --create-kinds --quiet',
  ];
}
