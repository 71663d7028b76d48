/** Tiles that failed one after the other, after others had come: a server may well lose one. */
const PATIENCE = 3;

/** Watches the tiles of one source: whether its server is to be given up. */
export class TileFailures {
  private hasLoaded = false;
  private inRow = 0;

  load(): void {
    this.hasLoaded = true;
    this.inRow = 0;
  }

  /** @returns whether enough have failed. */
  fail(): boolean {
    this.inRow += 1;
    return !this.hasLoaded || this.inRow >= PATIENCE;
  }
}
