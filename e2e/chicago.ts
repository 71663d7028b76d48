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

/** The commands of the README that bring it, word by word behind `zhantu`. */
export function chicagoCommands(): string[][] {
  if (!hasChicago) return [];
  const { code, lattice } = CHICAGO;
  const city = ['--code', code, '--name', 'Chicago', '--bbox=-87.95,41.6,-87.5,42.05'];
  const cells = ['--crs', 'EPSG:32616', '--cell', String(lattice.cellMetres)];
  const columns = ['--columns', 'occurred=date,lon=longitude,lat=latitude'];
  const kind = ['--const', 'kind=assault', '--create-kinds'];
  return [
    ['jurisdiction', 'create', ...city, ...cells, '--timezone', 'America/Chicago'],
    ['import', 'incidents', FILE, '--jurisdiction', code, ...columns, ...kind, '--quiet'],
  ];
}
