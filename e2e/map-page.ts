import { expect, type Locator, type Page } from '@playwright/test';
import { cellCentre, type Lattice } from './lattice';

/** The map workspace as a person meets it. */
export class MapPage {
  readonly page: Page;
  readonly map: Locator;
  readonly ranking: Locator;
  readonly rows: Locator;
  readonly month: Locator;
  readonly details: Locator;

  constructor(page: Page) {
    this.page = page;
    this.map = page.getByTestId('map');
    this.ranking = page.getByTestId('ranking');
    this.rows = this.ranking.locator('li');
    this.month = page.getByTestId('month');
    this.details = page.getByTestId('details');
  }

  /** Opens an address and waits until the list stands and the map has its first tiles. */
  async open(address = '/'): Promise<void> {
    const tile = this.page.waitForResponse((response) =>
      response.url().includes('/api/tiles/hotspots/'),
    );
    await this.page.goto(address);
    await expect(this.rows.first()).toBeVisible();
    await expect(this.map.locator('canvas')).toBeVisible();
    await tile;
    await this.settled();
  }

  /** No request is under way: what the map asked for it has. */
  async settled(): Promise<void> {
    await this.page.waitForLoadState('networkidle');
  }

  /** One parameter of the address. */
  parameter(name: string): string | null {
    return new URL(this.page.url()).searchParams.get(name);
  }

  /** The map's picture, once two in a row are the same. */
  async picture(): Promise<Buffer> {
    await this.settled();
    let last = await this.map.screenshot();
    await expect(async () => {
      const next = await this.map.screenshot();
      const isStill = next.equals(last);
      last = next;
      expect(isStill).toBe(true);
    }).toPass();
    return last;
  }

  /**
   * Puts the best-ranked cell, where the lattice says it is, in the middle of the map, and the pointer on it.
   *
   * @param address of the page, to which a parameter can be added.
   */
  async pointAtBestCell(address: string, lattice: Lattice): Promise<void> {
    const cell = (await this.rows.first().getAttribute('data-cell')) ?? '';
    const [lon, lat] = cellCentre(lattice, cell);
    await this.open(`${address}&camera=${lon.toFixed(5)},${lat.toFixed(5)},14.00`);
    await this.picture();
    const box = await this.map.boundingBox();
    if (!box) throw new Error('the map has no place on the page');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.page.mouse.move(x - 200, y);
    await this.page.mouse.move(x, y);
  }
}
