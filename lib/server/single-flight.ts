import 'server-only';

/** Has what many ask for at the same moment asked once: who comes while an answer is under way gets that one. */
export class SingleFlight<T> {
  readonly #underWay = new Map<string, Promise<T>>();

  /** @param key must name everything on which the answer depends. */
  run(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#underWay.get(key);
    if (known) return known;
    const asked = ask().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, asked);
    return asked;
  }
}
