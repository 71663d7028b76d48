import proj4 from 'proj4';
import { CHICAGO, hasChicago } from './chicago';
import { expect, test } from './fixtures';

const METRIC = `+proj=utm +zone=${CHICAGO.utmZone} +datum=WGS84 +units=m`;

test.skip(!hasChicago, 'no data of Chicago beside this checkout');

test('shows the best-ranked cell of Chicago where the list says it is', async ({
  workspace,
  page,
}) => {
  const city = `/?jurisdiction=${CHICAGO.code}&month=${CHICAGO.month}`;
  await workspace.open(city);
  const first = workspace.rows.first();
  const [i = 0, j = 0] = ((await first.getAttribute('data-cell')) ?? '').split(',').map(Number);
  // Worked out from the lattice alone; the map's own tiles come from PostGIS.
  const centre = [(i + 0.5) * CHICAGO.cellMetres, (j + 0.5) * CHICAGO.cellMetres] as [
    number,
    number,
  ];
  const [lon, lat] = proj4(METRIC, 'WGS84', centre);

  await workspace.open(`${city}&camera=${lon.toFixed(5)},${lat.toFixed(5)},13.00`);
  const box = await workspace.map.boundingBox();
  if (!box) throw new Error('the map has no place on the page');
  await workspace.picture();
  await page.mouse.move(box.x + box.width / 2 + 30, box.y + box.height / 2);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(first).toHaveAttribute('data-hovered', 'true');
});
