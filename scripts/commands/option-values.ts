import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { UsageError } from '@/lib/user-error';

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

/** A number, for commander. */
export function readNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('not a number');
  return value;
}

/** Words between commas, for commander. */
export function readList(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}

/** Numbers by name, "a=1,b=2", for commander. */
export function readParameters(text: string): Record<string, number> {
  const pairs = readList(text).map((pair) => {
    const [name = '', value = ''] = pair.split('=');
    if (name === '') throw new InvalidArgumentError('must be such as halfLifeMonths=6');
    return [name, readNumber(value)] as const;
  });
  return Object.fromEntries(pairs);
}

/**
 * Options as a schema reads them.
 *
 * @throws {UsageError} that names the option.
 */
export function readOptions<Schema extends z.ZodType>(
  schema: Schema,
  options: unknown,
): z.output<Schema> {
  const read = schema.safeParse(options);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const option = issue?.path[0];
  const name = String(option ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`${option === undefined ? '' : `--${name} `}${issue?.message}`);
}
