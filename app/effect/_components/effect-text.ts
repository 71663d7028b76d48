'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatInstant, formatMonth } from '@/lib/format/dates';
import {
  formatChange,
  formatDifference,
  formatFixed,
  formatNumber,
  formatProbability,
  withMinus,
} from '@/lib/format/numbers';
import type { Assessment, Place, Registration, Span } from './types';

/** How figures, months and verdicts are written in the page's language. */
export function useEffectText(place: Pick<Place, 'timezone' | 'towns' | 'kinds'>) {
  const t = useTranslations('effectPage');
  const words = useTranslations('effect');
  const { locale } = usePreferences();
  const isEnglish = locale === 'en';
  const count = (value: number) => formatNumber(value, locale);
  const difference = (value: number, digits = 0) => formatDifference(value, locale, digits);
  const change = (ratio: number) => formatChange(ratio - 1, locale);
  const fixed = (value: number, digits: number) => withMinus(formatFixed(value, locale, digits));
  const probability = (value: number) => formatProbability(value, locale);
  const month = (each: string) => formatMonth(each, locale);
  const span = ({ from, to }: Span) =>
    from === to ? month(from) : t('span', { from: month(from), to: month(to) });
  const list = (names: readonly string[]) => names.join(t('listSeparator'));
  const townNames = new Map(
    place.towns.map(({ id, name, nameEn }) => [id, (isEnglish && nameEn) || name]),
  );
  /** As they are called now, or as they were when they were registered. */
  const areas = ({ areas: all }: Registration, part: 'treated' | 'control') =>
    all.flatMap((area) =>
      area.part === part ? [townNames.get(area.townId ?? '') ?? area.name] : [],
    );
  const kinds = (codes: readonly string[] | null) =>
    codes === null
      ? t('allKinds')
      : list(
          codes.map((code) => {
            const kind = place.kinds.find((each) => each.code === code);
            return kind ? (isEnglish ? kind.nameEn : kind.nameZh) : code;
          }),
        );
  const instant = (at: Date) => formatInstant(at.toISOString(), locale, place.timezone);

  const rate = (ratio: number | null) =>
    ratio === null ? t('noneBefore') : t('times', { ratio: fixed(ratio, 2) });
  /** What can be told in one sentence, words first. */
  function sentence({ verdict, counts, wdd, eTest, differenceInDifferences }: Assessment): string {
    const said = words(`verdict.${verdict.code}`);
    if (verdict.reason)
      return t('sentence.cannotTell', { said, reason: words(`reason.${verdict.reason}`) });
    const observed = count(counts.find(({ part }) => part === 'treated')?.during ?? 0);
    const { treated } = differenceInDifferences;
    if (verdict.basis === 'difference_in_differences' && treated.ok)
      return t('sentence.difference', {
        ...{ said, observed, expected: fixed(treated.expected, 1) },
        difference: fixed(Math.abs(treated.observed - treated.expected), 1),
        direction: directionOf(treated.observed - treated.expected),
        change: change(treated.ratio),
        low: change(treated.interval.low),
        high: change(treated.interval.high),
      });
    if (verdict.basis === 'wdd' && wdd.local)
      return t('sentence.wdd', {
        ...{ said, estimate: fixed(Math.abs(wdd.local.estimate), 1) },
        direction: directionOf(wdd.local.estimate),
        low: difference(wdd.local.interval.low),
        high: difference(wdd.local.interval.high),
      });
    const { rateRatio, p } = eTest.treated;
    return t('sentence.test', { said, observed, ratio: rate(rateRatio), p: probability(p) });
  }

  return {
    ...{ t, words, isEnglish, count, difference, change, fixed, probability },
    ...{ month, span, list, areas, kinds, instant, sentence },
  };
}

const directionOf = (difference: number) => (difference < 0 ? 'fewer' : 'more');

/** What a verdict looks like: fewer, more, or neither. */
export function toneOf({ verdict }: Assessment): 'fewer' | 'more' | 'none' {
  if (verdict.code.startsWith('fewer')) return 'fewer';
  return verdict.code.startsWith('more') ? 'more' : 'none';
}

/** Where a registration stands. */
export function stateOf(
  { hasBegun, isOver }: Registration,
  { verdict }: Assessment,
): 'registered' | 'running' | 'waiting' | 'unclear' | 'told' {
  if (!hasBegun) return 'registered';
  if (!isOver) return 'running';
  if (verdict.reason === 'months_missing') return 'waiting';
  return verdict.code === 'cannot_tell' ? 'unclear' : 'told';
}
