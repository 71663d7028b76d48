import { quantile } from '../quantile';
import { type Samples, STEPS } from './samples';

export type LoadFigures = {
  readonly machine: string;
  readonly backend: string;
  readonly incidents: number;
  readonly users: number;
  readonly seconds: number;
  readonly peakMegabytes: number | undefined;
  /** One user alone, before. */
  readonly idle: Samples;
  readonly loaded: Samples;
};

/** The figures as Markdown. */
export function loadReport(figures: LoadFigures): string {
  const { machine, backend, incidents, users, seconds, peakMegabytes, idle, loaded } = figures;
  const perSecond = (loaded.requests / seconds).toFixed(0);
  const lines = [
    `Machine: ${machine}; the users are on the same cores as the server and its database.`,
    `${backend}, ${incidents.toLocaleString('en')} incidents; ${users} users for ${seconds} s: ` +
      `${loaded.requests.toLocaleString('en')} requests, ${perSecond} a second, ${loaded.notModified.toLocaleString('en')} of them 304; ` +
      `**${loaded.errors} errors**. The server's memory went up to ${peakMegabytes ?? 'an unknown number of'} MB.`,
    table(idle, loaded),
  ];
  const faults = [...loaded.faults].map(([what, count]) => `- ${count} × ${what}`);
  if (faults.length > 0) lines.push(faults.join('\n'));
  return lines.join('\n\n');
}

function table(idle: Samples, loaded: Samples): string {
  const head = [
    'request',
    'n',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'max ms',
    'one user: p50 ms',
    'ratio',
  ];
  const rows = STEPS.flatMap((step) => {
    const times = loaded.times.get(step);
    if (!times) return [];
    const alone = idle.times.get(step);
    const p50 = quantile(times, 0.5);
    const p50Alone = alone && quantile(alone, 0.5);
    return [
      [
        step,
        times.length.toLocaleString('en'),
        ...[p50, quantile(times, 0.95), quantile(times, 0.99), quantile(times, 1)].map(whole),
        p50Alone === undefined ? '–' : whole(p50Alone),
        p50Alone === undefined ? '–' : (p50 / p50Alone).toFixed(1),
      ],
    ];
  });
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function whole(milliseconds: number): string {
  return milliseconds.toFixed(0);
}
