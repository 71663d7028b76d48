import type { EffectRegistration, MonthSpan } from '@/db/queries/effect';
import type { CannotTell, Difference } from '@/geo/stats/difference-in-differences';
import type { ETest } from '@/geo/stats/e-test';
import type { DisplacementDifference } from '@/geo/stats/weighted-displacement-difference';
import type { YearOnYear } from '@/geo/stats/year-on-year';
import { textTable } from '@/lib/format/text-table';
import messages from '@/lib/i18n/messages/en.json' with { type: 'json' };
import type { EffectAssessment, EffectCounts } from '@/lib/server/assess-effect';
import type { Effect } from '@/lib/server/effect';

const texts = messages.effect;

/** What each number means, in one sentence. */
export const definitions = texts.definition;

/** The verdict in words, with the figures that it rests on. */
export function verdictText(assessment: EffectAssessment): string {
  const { verdict, counts, wdd, eTest } = assessment;
  const words = texts.verdict[verdict.code];
  if (verdict.reason) return `${words}: ${texts.reason[verdict.reason]}.`;
  const treated = counts.find(({ part }) => part === 'treated');
  const seen = `${count(treated?.during ?? 0)} incidents`;
  if (verdict.basis === 'e_test')
    return `${words}: ${seen}, ${ratioText(eTest.treated)} (E-test, p = ${pText(eTest.treated.p)}).`;
  return verdict.basis === 'wdd'
    ? `${words}: ${seen}; WDD ${differenceText(wdd.local)}.`
    : `${words}: ${panelText(assessment.differenceInDifferences.treated)}.`;
}

/** What was registered, in a few lines. */
export function registrationText(registration: EffectRegistration): string {
  const { id, name, kinds, origins, ringMetres, before, during } = registration;
  const names = (part: string) =>
    registration.areas.flatMap((area) => (area.part === part ? [area.name] : [])).join(', ');
  return [
    `${id}  ${name}: ${names('treated')}, against ${names('control')}`,
    [
      `${spanText(during)} against ${spanText(before)}`,
      kinds?.join(', ') ?? 'all kinds',
      `reported by ${origins.join(', ')}`,
      ringMetres > 0 ? `ring of ${ringMetres} m` : 'no ring',
    ].join('; '),
    `registered ${registration.registeredAt.toISOString()} by ${registration.registeredBy ?? 'nobody known'}, ${
      registration.isLate ? 'AFTER THE START' : 'before the start'
    }${registration.note ? `; ${registration.note}` : ''}`,
  ].join('\n');
}

/** The whole of an effect: words first, then each method. */
export function effectText({ registration, assessment }: Effect): string {
  const { notes, asOf, counts, months } = assessment;
  const facts = asOf.facts ? `incidents of ${spanText(asOf.facts)}` : 'no incidents';
  return [
    verdictText(assessment),
    ...notes.map((note) => `note: ${texts.note[note]}`),
    '',
    registrationText(registration),
    `as of data version ${asOf.dataVersion}, ${facts}`,
    '',
    textTable(
      COUNT_COLUMNS,
      counts.map((row) => countRow(row, months.before)),
    ),
    ...methods(assessment),
  ].join('\n');
}

function methods(assessment: EffectAssessment): string[] {
  const { wdd, eTest, yearOnYear, differenceInDifferences: panel } = assessment;
  const { controlsTreated } = panel;
  return [
    ...section(definitions.wdd, [
      `area             ${differenceText(wdd.local)}`,
      `with the rings   ${differenceText(wdd.total)}`,
      `unweighted       ${differenceText(wdd.unweighted)}`,
    ]),
    ...section(definitions.difference_in_differences, [
      `area             ${panelText(panel.treated)}`,
      `ring             ${panelText(panel.displacement)}`,
      `${panel.units} areas × ${panel.months} months, ${panel.degreesOfFreedom} degrees of freedom, dispersion ${panel.dispersion.toFixed(2)}`,
      ...controlsTreated.map(
        ({ name, from }) => `${name} is a control until its own campaign of ${from}`,
      ),
    ]),
    ...section(definitions.e_test, [
      `area             ${eTestText(eTest.treated)}`,
      `control          ${eTestText(eTest.control)}`,
    ]),
    ...section(definitions.year_on_year, [
      `area             ${yearText(yearOnYear?.treated)}`,
      `control          ${yearText(yearOnYear?.control)}`,
    ]),
  ];
}

const section = (title: string, lines: readonly string[]) => [
  '',
  title,
  ...lines.map((line) => `  ${line}`),
];

const COUNT_COLUMNS = [
  { title: '', align: 'left' },
  { title: 'cells', align: 'right' },
  { title: 'before', align: 'right' },
  { title: 'a month', align: 'right' },
  { title: 'during', align: 'right' },
  { title: 'a year earlier', align: 'right' },
] as const;

function countRow(row: EffectCounts, monthsBefore: number): string[] {
  return [
    texts.part[row.part],
    count(row.cells),
    count(row.before),
    decimal(row.before / monthsBefore),
    count(row.during),
    row.yearEarlier === null ? '–' : count(row.yearEarlier),
  ];
}

function differenceText(difference: DisplacementDifference | null): string {
  if (!difference) return 'cannot tell';
  const { estimate, interval, z, p } = difference;
  return `${signed(estimate)} (95 % interval ${signed(interval.low)} to ${signed(interval.high)}; z = ${z.toFixed(2)}, p = ${pText(p)})`;
}

function panelText(found: Difference | CannotTell): string {
  if (!found.ok) return `cannot tell: ${texts.reason[found.reason]}`;
  const { observed, expected, ratio, interval, p, placebos } = found;
  const { low, high } = interval;
  const numbers = `${change(ratio)} (95 % interval ${change(low)} to ${change(high)}; p = ${pText(p)}); ${count(observed)} where ${decimal(expected)} were expected`;
  return placebos.units === 0
    ? numbers
    : `${numbers}; ${placebos.asFar} of ${placebos.units} controls are as far off`;
}

const eTestText = (test: ETest) => `${ratioText(test)} (p = ${pText(test.p)})`;

function ratioText({ rateRatio }: ETest): string {
  return rateRatio === null ? 'none before' : `${rateRatio.toFixed(2)} times the rate before`;
}

function yearText(year: YearOnYear | undefined): string {
  if (!year) return `cannot tell: ${texts.reason.months_missing}`;
  const { now, past, z, isNormalVariation } = year;
  const share = year.change === null ? '' : ` (${change(1 + year.change)})`;
  const words = isNormalVariation ? 'normal variation' : 'more than normal variation';
  return `${count(past)} → ${count(now)}${share}: z = ${z.toFixed(1)}, ${words}`;
}

const spanText = ({ from, to }: MonthSpan) => (from === to ? from : `${from}..${to}`);
const count = (value: number) => value.toLocaleString('en');
const decimal = (value: number) =>
  value.toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const signed = (value: number) => `${value > 0 ? '+' : ''}${decimal(value)}`;
const change = (ratio: number) => `${ratio > 1 ? '+' : ''}${((ratio - 1) * 100).toFixed(0)} %`;
const pText = (p: number) => (p < 0.001 ? '<0.001' : p.toFixed(3));
