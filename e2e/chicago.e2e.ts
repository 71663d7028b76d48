import { CHICAGO, hasChicago } from './chicago';
import { expect, test } from './fixtures';
import { PEOPLE } from './people';

test.use({ who: PEOPLE.chicago });
test.skip(!hasChicago, 'no data of Chicago beside this checkout');

test('shows the best-ranked cell of Chicago where the list says it is', async ({ workspace }) => {
  const city = `/?jurisdiction=${CHICAGO.code}&month=${CHICAGO.month}`;
  await workspace.open(city);
  // The list comes from a ranking, what is under the pointer from the map's tiles.
  await workspace.pointAtBestCell(city, CHICAGO.lattice);
  await expect(workspace.rows.first()).toHaveAttribute('data-hovered', 'true');
});
