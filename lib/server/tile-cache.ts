import 'server-only';

/** What an entry costs beside its bytes, about: its key and its place. */
const ENTRY_BYTES = 256;

/** Keeps the tiles last asked for, up to a number of bytes. */
export class TileCache {
  readonly #maximumBytes: number;
  /** In the order of their last use. */
  readonly #kept = new Map<string, Uint8Array>();
  readonly #beingMade = new Map<string, Promise<Uint8Array>>();
  #bytes = 0;

  constructor(maximumBytes: number) {
    this.#maximumBytes = maximumBytes;
  }

  /**
   * The bytes of a key, made where they are not kept; once for all who ask meanwhile. What fails is not kept.
   *
   * @param key must name everything on which the bytes depend, the reader's rights too.
   */
  async read(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const kept = this.#kept.get(key);
    if (kept) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const known = this.#beingMade.get(key);
    if (known) return known;
    const made = make();
    this.#beingMade.set(key, made);
    try {
      const bytes = await made;
      this.#keep(key, bytes);
      return bytes;
    } finally {
      this.#beingMade.delete(key);
    }
  }

  #keep(key: string, bytes: Uint8Array): void {
    this.#kept.set(key, bytes);
    this.#bytes += costOf(bytes);
    for (const [oldest, its] of this.#kept) {
      if (this.#bytes <= this.#maximumBytes) return;
      this.#kept.delete(oldest);
      this.#bytes -= costOf(its);
    }
  }
}

function costOf({ length }: Uint8Array): number {
  return length + ENTRY_BYTES;
}

const MAXIMUM_BYTES = 64 * 1024 * 1024;

/** On globalThis: routes may be bundled apart. */
const holder = globalThis as typeof globalThis & { zhantuTileCache?: TileCache };

/** The one of this process. */
export function tileCache(): TileCache {
  holder.zhantuTileCache ??= new TileCache(MAXIMUM_BYTES);
  return holder.zhantuTileCache;
}
