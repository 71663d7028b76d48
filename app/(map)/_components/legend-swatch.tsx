import type { Theme } from '@/lib/format/theme';
import type { LegendEntry } from '@/lib/layers/define';
import styles from './legend-swatch.module.css';

/** A class as the map draws it. */
export function LegendSwatch({
  entry,
  theme,
}: {
  readonly entry: LegendEntry;
  readonly theme: Theme;
}) {
  const colour = entry.colour[theme];
  const ramp = entry.ramp?.map((stop) => stop[theme]) ?? [];
  return (
    <span
      className={styles.swatch}
      data-form={entry.swatch}
      aria-hidden="true"
      style={
        {
          '--swatch': colour,
          '--core': ramp[0] ?? 'none',
          '--ramp': ramp.join(', '),
        } as React.CSSProperties
      }
    />
  );
}
