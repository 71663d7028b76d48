import type { MonthRange } from '@/db/queries/incidents-load';
import { zoneClock } from '@/lib/import/zone-clock';

const MILLISECONDS_PER_DAY = 86_400_000;

/** The local months of instants, and which months there were. */
export class MonthCalendar {
  readonly #clock;
  readonly #months = new Map<number, MonthRange>();
  /** Neighbouring rows mostly share a month; local times counted as if they were UTC. */
  #from = 0;
  #to = 0;

  /** @throws {RangeError} for an unknown IANA time zone. */
  constructor(timezone: string) {
    this.#clock = zoneClock(timezone);
  }

  /** Every month that was asked for. */
  get months(): readonly MonthRange[] {
    return [...this.#months.values()];
  }

  /**
   * The first day of an instant's local month, in days since 1970-01-01.
   *
   * @param instant ms UTC.
   */
  firstDay(instant: number): number {
    const wall = this.#clock.toWall(instant);
    if (wall < this.#from || wall >= this.#to) this.#turnTo(wall);
    return this.#from / MILLISECONDS_PER_DAY;
  }

  #turnTo(wall: number): void {
    const date = new Date(wall);
    this.#from = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    this.#to = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    this.#months.set(this.#from, { month: dayText(this.#from), next: dayText(this.#to) });
  }
}

function dayText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
