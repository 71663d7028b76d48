import { type Tile, tileAt } from '@/geo/projection/web-mercator';
import type { Random } from '@/geo/random/random-stream';
import { between, integerBetween, pick, weightedPicker } from '@/lib/demo/random';
import type { Samples, Step } from './samples';

/** As many as a browser has under way to one host. */
const CONNECTIONS = 6;
const MONTHS = ['2020-02', '2020-03', '2020-04', '2020-05', '2020-06'] as const;
const ZOOMS = [11, 12, 13, 14, 15] as const;
/** What a person does between two pauses, and how often in relation to the rest. */
const ACTS = { open: 1, changeMonth: 3, pan: 6, lookAtHotspot: 3, lookAtJobs: 1 } as const;
const NAMES = Object.keys(ACTS) as (keyof typeof ACTS)[];
const pickAct = weightedPicker(Object.values(ACTS));

export type VisitorOptions = {
  readonly origin: string;
  readonly jurisdiction: string;
  readonly cookie: string;
  /** The layers that this person's role shows. */
  readonly layers: readonly string[];
  /** Whether their role shows single cells and jobs. */
  readonly isPolice: boolean;
  /** Places that people look at, in degrees. */
  readonly places: readonly (readonly [lon: number, lat: number])[];
  readonly random: Random;
};

type List = { runId: string; cells: { i: number; j: number; lon: number; lat: number }[] };

/** Shortest and longest pause between two acts. */
export type PauseSeconds = readonly [least: number, most: number];

/** One person with the map open. */
export class Visitor {
  readonly #options: VisitorOptions;
  /** Takes down what is answered from now on. */
  samples: Samples;
  readonly #etags = new Map<string, string>();
  #month: (typeof MONTHS)[number] = '2020-06';
  #list: List | undefined;

  constructor(options: VisitorOptions, samples: Samples) {
    this.#options = options;
    this.samples = samples;
  }

  /** Opens the map, as everybody does who comes. */
  arrive(): Promise<void> {
    return this.#act('open');
  }

  /** Goes on until the time is over, pausing as somebody does who reads. */
  async stay(until: number, [least, most]: PauseSeconds): Promise<void> {
    const { random } = this.#options;
    for (;;) {
      const milliseconds = 1000 * between(random, least, most);
      if (performance.now() + milliseconds > until) return;
      await pause(milliseconds);
      await this.#act(NAMES[pickAct(random)] ?? 'pan');
    }
  }

  async #act(act: keyof typeof ACTS): Promise<void> {
    const { random, isPolice, jurisdiction } = this.#options;
    if (act === 'open') {
      await this.#ask('page', '/');
      await Promise.all([this.#readList(), this.#ask('campaigns', this.#of('/api/campaigns'))]);
      await this.#readTiles(10, pick(random, this.#options.places), 4);
    } else if (act === 'changeMonth') {
      this.#month = pick(random, MONTHS);
      await Promise.all([this.#readList(), this.#ask('campaigns', this.#of('/api/campaigns'))]);
      await this.#readTiles(12, pick(random, this.#options.places), 2, ['hotspots']);
    } else if (act === 'lookAtHotspot' && isPolice) {
      const cell = this.#list?.cells[integerBetween(random, 0, 19)];
      if (!cell) return;
      await this.#ask('details', this.#of(`/api/hotspots/${cell.i}/${cell.j}`));
      await this.#readTiles(14, [cell.lon, cell.lat], 2);
    } else if (act === 'lookAtJobs' && isPolice) {
      await this.#ask('jobs', `/api/jobs?jurisdiction=${jurisdiction}`);
    } else {
      await this.#readTiles(pick(random, ZOOMS), pick(random, this.#options.places), 1);
    }
  }

  #of(path: string): string {
    return `${path}?jurisdiction=${this.#options.jurisdiction}&month=${this.#month}`;
  }

  async #readList(): Promise<void> {
    const text = await this.#ask('list', this.#of('/api/hotspots'));
    if (text) this.#list = JSON.parse(text) as List;
  }

  /** The tiles around a place, `across` columns by two rows. */
  async #readTiles(
    zoom: number,
    [lon, lat]: readonly [number, number],
    across: number,
    layers = this.#options.layers,
  ): Promise<void> {
    const { jurisdiction } = this.#options;
    const { x, y }: Tile = tileAt(lon, lat, zoom);
    const paths = layers.flatMap((layer) => {
      if (layer === 'hotspots' && !this.#list) return [];
      const more = layer === 'hotspots' ? `&run=${this.#list?.runId}` : '';
      return Array.from({ length: across * 2 }, (_, index) => {
        const column = x + (index % across);
        const row = y + Math.floor(index / across);
        return `/api/tiles/${layer}/${zoom}/${column}/${row}?jurisdiction=${jurisdiction}${more}`;
      });
    });
    const next = async (): Promise<void> => {
      for (let path = paths.shift(); path !== undefined; path = paths.shift())
        await this.#ask('tile', path);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, next));
  }

  /** @returns the body; undefined where there is none, or none new. */
  async #ask(step: Step, path: string): Promise<string | undefined> {
    const { origin, cookie } = this.#options;
    const { samples } = this;
    const known = this.#etags.get(path);
    const headers = { cookie, ...(known && { 'if-none-match': known }) };
    const began = performance.now();
    try {
      const answer = await fetch(`${origin}${path}`, { headers });
      const text = await answer.text();
      samples.add(step, performance.now() - began);
      if (answer.status >= 400) samples.addFault(step, `status ${answer.status}`);
      if (answer.status === 304) samples.notModified++;
      const etag = answer.headers.get('etag');
      if (etag) this.#etags.set(path, etag);
      return answer.status === 200 ? text : undefined;
    } catch (error) {
      samples.addFault(step, String((error as Error).cause ?? error).slice(0, 120));
      return undefined;
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
