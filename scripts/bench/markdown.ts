export type Goal = {
  what: string;
  goal: string;
  measured: string;
  /** Unknown where there was nothing to measure against. */
  met: boolean | 'unknown';
};

/** A goal that a figure must not exceed. */
export function atMost(what: string, value: number, most: number, unit: string): Goal {
  const goal = `≤ ${most} ${unit}`;
  return { what, goal, measured: `${number(value)} ${unit}`, met: value <= most };
}

export function goalTable(rows: readonly Goal[]): string {
  return table(
    ['what', 'goal', 'measured', ''],
    rows.map(({ what, goal, measured, met }) => [what, goal, measured, verdict(met)]),
  );
}

function verdict(met: Goal['met']): string {
  if (met === 'unknown') return met;
  return met ? 'met' : '**missed**';
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export function number(value: number): string {
  return value < 10 ? value.toFixed(1) : count(value);
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}
