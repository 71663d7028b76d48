'use client';

import type { Interval } from '@/geo/stats/normal';
import styles from './forest.module.css';

type ForestRow = {
  readonly label: string;
  /** Null: cannot be told; `text` says why. */
  readonly estimate: { readonly value: number; readonly interval: Interval } | null;
  /** The estimate and its interval in words. */
  readonly text: string;
  /** Of the row that the verdict rests on. */
  readonly isMain: boolean;
};

type Props = {
  readonly rows: readonly ForestRow[];
  readonly caption: string;
  readonly columns: readonly [string, string, string];
  /** Beyond these no axis goes; an interval that does ends in an arrow. */
  readonly most: Interval;
  readonly format: (value: number) => string;
};

/** Estimates with their intervals about "none", as a table whose middle column is drawn. */
export function Forest({ rows, caption, columns, most, format }: Props) {
  const axis = axisOf(rows, most);
  const at = (value: number) =>
    `${((Math.min(Math.max(value, axis.low), axis.high) - axis.low) / (axis.high - axis.low)) * 100}%`;
  return (
    <table className={styles.forest}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th key={column} scope="col">
              {index === 1 ? (
                <>
                  <span className="visually-hidden">{column}</span>
                  <span className={styles.axis} aria-hidden="true">
                    {[axis.low, 0, axis.high].map((value) => (
                      <span key={value} style={{ left: at(value) }}>
                        {format(value)}
                      </span>
                    ))}
                  </span>
                </>
              ) : (
                column
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, estimate, text, isMain }) => (
          <tr key={label} data-main={isMain}>
            <th scope="row">{label}</th>
            <td>
              <span className={styles.track} aria-hidden="true">
                <span className={styles.none} style={{ left: at(0) }} />
                {estimate ? (
                  <>
                    <span
                      className={styles.interval}
                      data-beyond={estimate.interval.high > axis.high}
                      style={{
                        left: at(estimate.interval.low),
                        right: `calc(100% - ${at(estimate.interval.high)})`,
                      }}
                    />
                    <span className={styles.point} style={{ left: at(estimate.value) }} />
                  </>
                ) : null}
              </span>
            </td>
            <td>{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** From the lowest to the highest end, "none" always within it, and about as far to both sides. */
function axisOf(rows: readonly ForestRow[], most: Interval): Interval {
  const ends = rows.flatMap(({ estimate }) =>
    estimate ? [estimate.interval.low, estimate.interval.high, estimate.value] : [],
  );
  const reach = roundUp(Math.max(0, ...ends.map(Math.abs)));
  return { low: Math.max(-reach, most.low), high: Math.min(reach, most.high) };
}

/** To a round number of its power of ten. */
function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 1.5, 2, 3, 4, 5, 6, 8].find((step) => step * power >= value) ?? 10);
}
