import 'server-only';

const HOUR_MILLISECONDS = 3_600_000;
/** Of one person in an hour: whoever tries all doors fills the log with no more than that. */
const MAXIMUM_A_PERSON = 100;

type Hour = {
  readonly number: number;
  readonly done: Map<string, Promise<void>>;
  readonly counts: Map<string, number>;
};

/** What has been written down in this hour of the clock by this process. */
export class OnceAnHour {
  #hour: Hour | undefined;

  /**
   * Runs `write` unless it has been run for this person and subject in this hour; waits for it if it is being run.
   * One that failed is run again next time.
   *
   * @param now ms since 1970.
   */
  async run(
    person: string,
    subject: string,
    now: number,
    write: () => Promise<void>,
  ): Promise<void> {
    const { done, counts } = this.#hourOf(now);
    const key = `${person} ${subject}`;
    const known = done.get(key);
    if (known) return known;
    const count = counts.get(person) ?? 0;
    if (count >= MAXIMUM_A_PERSON) return;
    counts.set(person, count + 1);
    const written = write().catch((error: unknown) => {
      done.delete(key);
      throw error;
    });
    done.set(key, written);
    return written;
  }

  #hourOf(now: number): Hour {
    const number = Math.floor(now / HOUR_MILLISECONDS);
    if (this.#hour?.number !== number) this.#hour = { number, done: new Map(), counts: new Map() };
    return this.#hour;
  }
}

/** On globalThis: routes may be bundled apart. */
const holder = globalThis as typeof globalThis & { zhantuOnceAnHour?: OnceAnHour };

/** The one of this process. */
export function onceAnHour(): OnceAnHour {
  holder.zhantuOnceAnHour ??= new OnceAnHour();
  return holder.zhantuOnceAnHour;
}
