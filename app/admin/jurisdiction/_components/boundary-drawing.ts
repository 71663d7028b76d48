import type { Polygon } from 'geojson';
import type { Map as MapLibre } from 'maplibre-gl';
import { TerraDraw, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';

/** One ring on a map: its vertices move, or another is drawn in its place; each step can be undone. */
export class BoundaryDrawing {
  readonly #draw: TerraDraw;
  readonly #tell: (polygon: Polygon) => void;
  /** Every state of the ring, the one shown last. */
  readonly #states: Polygon[];

  /** @param tell told the ring after each step. */
  constructor(map: MapLibre, ring: Polygon, tell: (polygon: Polygon) => void) {
    this.#tell = tell;
    this.#states = [ring];
    this.#draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map }),
      modes: [
        new TerraDrawPolygonMode(),
        new TerraDrawSelectMode({
          flags: {
            polygon: {
              feature: { coordinates: { midpoints: true, draggable: true, deletable: true } },
            },
          },
        }),
      ],
    });
    this.#draw.start();
    this.#draw.on('finish', (id) => this.#finish(id));
    this.#show(ring);
  }

  /** Lets the vertices of the ring be moved, added and deleted. */
  edit(): void {
    const ring = this.#states.at(-1);
    if (ring) this.#show(ring);
  }

  /** Takes the ring away, and lets another be drawn. */
  drawAnew(): void {
    this.#draw.clear();
    this.#draw.setMode('polygon');
  }

  /** Back by one step; nothing where there was none. */
  undo(): void {
    if (this.#states.length > 1) this.#states.pop();
    const ring = this.#states.at(-1);
    if (!ring) return;
    this.#show(ring);
    this.#tell(ring);
  }

  #finish(id: string | number): void {
    const found = this.#draw.getSnapshot().find((feature) => feature.id === id);
    if (found?.geometry.type !== 'Polygon') return;
    const ring = structuredClone(found.geometry);
    this.#states.push(ring);
    this.#tell(ring);
    // In the middle of its own event it would take the new mode back.
    if (this.#draw.getMode() === 'polygon') queueMicrotask(() => this.#show(ring));
  }

  #show(ring: Polygon): void {
    this.#draw.clear();
    this.#draw.setMode('select');
    const [added] = this.#draw.addFeatures([
      { type: 'Feature', geometry: ring, properties: { mode: 'polygon' } },
    ]);
    if (added?.valid && added.id !== undefined) this.#draw.selectFeature(added.id);
  }
}
