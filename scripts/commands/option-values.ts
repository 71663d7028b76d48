import { InvalidArgumentError } from 'commander';

/** Reads `EPSG:4549`, or the bare number. */
export function readEpsg(text: string): number {
  const code = /^(?:epsg:)?([0-9]{4,6})$/i.exec(text.trim())?.[1];
  if (code) return Number(code);
  throw new InvalidArgumentError('A CRS is EPSG:n, such as EPSG:4549.');
}

/** A reader of numbers that are not below `minimum`. */
export function numberAtLeast(minimum: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value) && value >= minimum) return value;
    throw new InvalidArgumentError(`Give a number not below ${minimum}.`);
  };
}

/** A parser for commander: a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`must be a whole number from ${least} to ${most}`);
    return value;
  };
}
