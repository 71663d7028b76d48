'use client';

import { IconStack2, IconX } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatNumber } from '@/lib/format/numbers';
import { type LayerId, layers } from '@/lib/layers';
import type { HotspotQuestion } from './hotspot-address';
import styles from './layer-drawer.module.css';
import { LegendSwatch } from './legend-swatch';
import type { View } from './types';
import type { MapState } from './use-map-state';

type Props = {
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly view: View;
  readonly state: MapState;
  readonly question: HotspotQuestion;
};

const GROUPS = ['analysis', 'places', 'points'] as const;
const READABLE_LAYERS = 3;

/** The legend of what is on; opened, the switch of everything. */
export function LayerDrawer({
  open,
  onToggle,
  view: { counts, layers: allowed },
  state,
  question: { unit },
}: Props) {
  const t = useTranslations('layers');
  const { visible, toggleLayer } = state;
  const hidden: readonly LayerId[] = unit === 'cell' ? ['areas'] : ['hotspots', 'columns'];
  return (
    <section className={styles.drawer} aria-label={t('label')} data-open={open}>
      <button type="button" className={styles.toggle} aria-expanded={open} onClick={onToggle}>
        {open ? (
          <IconX size={16} aria-hidden="true" />
        ) : (
          <IconStack2 size={16} aria-hidden="true" />
        )}
        {open ? t('close') : t('open')}
      </button>
      <div className={styles.body}>
        {GROUPS.map((group) => {
          const members = layers.filter(
            ({ id, group: own }) =>
              own === group &&
              allowed.includes(id) &&
              !hidden.includes(id) &&
              (open || visible.includes(id)),
          );
          if (members.length === 0) return null;
          return (
            <div key={group} className={styles.group}>
              {open ? <h3 className={styles.groupName}>{t(group)}</h3> : null}
              {members.map(({ id }) => (
                <LayerRow
                  key={id}
                  id={id}
                  on={visible.includes(id)}
                  count={counts[id]}
                  switchable={open}
                  onToggle={() => toggleLayer(id)}
                />
              ))}
            </div>
          );
        })}
        {open && visible.length > READABLE_LAYERS ? (
          <p className={styles.many}>{t('many')}</p>
        ) : null}
      </div>
    </section>
  );
}

type RowProps = {
  readonly id: LayerId;
  readonly on: boolean;
  readonly count: number | undefined;
  readonly switchable: boolean;
  readonly onToggle: () => void;
};

function LayerRow({ id, on, count, switchable, onToggle }: RowProps) {
  const t = useTranslations();
  const { theme } = usePreferences();
  const layer = layers.find((each) => each.id === id);
  const empty = count === 0;
  return (
    <div className={styles.layer} data-on={on}>
      {switchable ? (
        <label className={styles.switch}>
          <input type="checkbox" checked={on} disabled={empty && !on} onChange={onToggle} />
          <span className={styles.layerName}>{t(`layers.${id}`)}</span>
          <LayerCount count={count} />
        </label>
      ) : (
        <h3 className={styles.layerName}>
          {t(`layers.${id}`)}
          <LayerCount count={count} />
        </h3>
      )}
      {on ? (
        <ul className={styles.legend}>
          {layer?.legend.map((entry) => (
            <li key={entry.labelKey}>
              <LegendSwatch entry={entry} theme={theme} />
              {t(`legend.${entry.labelKey}`)}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function LayerCount({ count }: { readonly count: number | undefined }) {
  const t = useTranslations('layers');
  const { locale } = usePreferences();
  if (count === undefined) return null;
  return (
    <span className={styles.count}>{count === 0 ? t('noData') : formatNumber(count, locale)}</span>
  );
}
