import type { Locale } from '@/lib/i18n/locale';

const formats = new Map<string, Intl.NumberFormat>();

/** A count or figure with grouping, at most `digits` decimals. */
export function formatNumber(value: number, locale: Locale, digits = 0): string {
  return numberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

/** A figure with exactly `digits` decimals, so that a column of them lines up. */
export function formatFixed(value: number, locale: Locale, digits: number): string {
  return numberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** A share of 1 as a percentage. */
export function formatPercent(share: number, locale: Locale): string {
  return numberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** A share of 1 as a percentage with one decimal, so that a column of them lines up. */
export function formatRate(share: number, locale: Locale): string {
  return numberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(share);
}

/** A difference with its sign, and exactly `digits` decimals: +12, −3.5. */
export function formatDifference(value: number, locale: Locale, digits = 0): string {
  return withMinus(
    numberFormat(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: 'exceptZero',
    }).format(value),
  );
}

/** A change as a share of what was before, with its sign: −0.27 is −27%. */
export function formatChange(share: number, locale: Locale): string {
  return withMinus(
    numberFormat(locale, {
      style: 'percent',
      maximumFractionDigits: 0,
      signDisplay: 'exceptZero',
    }).format(share),
  );
}

/** A minus is as wide as a plus, and no hyphen; there is none before a nought. */
export function withMinus(text: string): string {
  return /[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', '');
}

/** A probability; below a thousandth only that is said. */
export function formatProbability(value: number, locale: Locale): string {
  return value < 0.001 ? `< ${formatFixed(0.001, locale, 3)}` : formatFixed(value, locale, 3);
}

function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  formats.set(key, made);
  return made;
}
