/** What is asked of the server, by kind of request. */
export const STEPS = ['page', 'list', 'tile', 'details', 'campaigns', 'jobs'] as const;
export type Step = (typeof STEPS)[number];

/** Milliseconds of each answer, and what was no answer: a status of 400 or more, or a connection that broke. */
export class Samples {
  readonly times = new Map<Step, number[]>();
  readonly faults = new Map<string, number>();
  notModified = 0;

  add(step: Step, milliseconds: number): void {
    const times = this.times.get(step);
    if (times) times.push(milliseconds);
    else this.times.set(step, [milliseconds]);
  }

  addFault(step: Step, what: string): void {
    const fault = `${step}: ${what}`;
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }

  get requests(): number {
    return [...this.times.values()].reduce((sum, times) => sum + times.length, 0);
  }

  get errors(): number {
    return [...this.faults.values()].reduce((sum, count) => sum + count, 0);
  }
}
