import type { Backtest } from '@/lib/server/backtest';
import type { City } from './cities';

/** A city's table: each ranker at each coverage. */
export function backtestTable(city: City, backtests: readonly Backtest[]): string {
  const [first] = backtests;
  if (!first) return '';
  const names = [...first.rankers].sort((a, b) => b.hits - a.hits).map(({ name }) => name);
  const lines = [
    `## ${city.name}: ${city.what}`,
    `${first.steps} months from ${first.from.slice(0, 7)} to ${first.to.slice(0, 7)}, N = ${whole(first.random.total)}; ${whole(first.cellsTotal)} cells of 250 m. ${tuned(first)} Chosen: ${backtests
      .map(
        ({ coverage, chosen }) =>
          `\`${chosen.name}\` at ${percent(coverage)} (${chosen.why.replaceAll('_', ' ')})`,
      )
      .join(', ')}.`,
    row([
      'ranker',
      ...backtests.flatMap(({ coverage }) => [
        `hit rate at ${percent(coverage)}`,
        'PAI (95 %)',
        'PAI over count_all',
      ]),
    ]),
    row(['---', ...backtests.flatMap(() => ['---', '---', '---'])]),
    ...names.map((name) =>
      row([name, ...backtests.flatMap((backtest) => figures(backtest, name))]),
    ),
    row([
      '*best in hindsight*',
      ...backtests.flatMap(({ perfect }) => [
        percent(perfect.hitRate),
        perfect.pai?.toFixed(2) ?? '–',
        '',
      ]),
    ]),
  ];
  return [lines.slice(0, 2).join('\n\n'), lines.slice(2).join('\n')].join('\n\n');
}

function figures({ rankers }: Backtest, name: string): string[] {
  const found = rankers.find((each) => each.name === name);
  if (!found) return ['', '', ''];
  const { hitRate, pai, paiInterval, gain } = found;
  return [
    percent(hitRate),
    `${pai?.toFixed(2) ?? '–'} (${paiInterval?.map((end) => end.toFixed(2)).join('–') ?? '–'})`,
    gain
      ? `${gain.difference >= 0 ? '+' : '−'}${Math.abs(gain.difference).toFixed(2)} ± ${gain.standardError.toFixed(2)}`
      : '',
  ];
}

function tuned({ tunedOn }: Backtest): string {
  return tunedOn
    ? `Parameters from ${tunedOn.from.slice(0, 7)} to ${tunedOn.to.slice(0, 7)}.`
    : 'Too few months before to tune by: all parameters are the defaults.';
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function percent(rate: number | null): string {
  return rate === null ? '–' : `${(100 * rate).toFixed(1)} %`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
