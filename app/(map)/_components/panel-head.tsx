'use client';

import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatDay, formatMonth } from '@/lib/format/dates';
import { formatNumber } from '@/lib/format/numbers';
import type { HotspotQuestion } from './hotspot-address';
import { OriginsSwitch } from './origins-switch';
import styles from './side-panel.module.css';
import type { AreaList, HotspotList, View } from './types';
import { UnitSwitch } from './unit-switch';
import type { MapState } from './use-map-state';

type Props = {
  readonly view: View;
  readonly state: MapState;
  readonly question: HotspotQuestion;
  /** What is listed, of the one or the other; neither while it is read. */
  readonly list: HotspotList | undefined;
  readonly areas: AreaList | undefined;
  readonly isValidating: boolean;
  readonly open: boolean;
  readonly onToggle: () => void;
};

/** What is ranked, as of when, of how many; and the switches that decide it. */
export function PanelHead(props: Props) {
  const { view, state, question, list, areas, isValidating, open, onToggle } = props;
  const t = useTranslations('panel');
  return (
    <header className={styles.head}>
      <div>
        <h2 className={styles.title}>{t('title')}</h2>
        {list && view.months ? <CellFigures month={question.month} list={list} /> : null}
        {areas ? <AreaFigures month={question.month} areas={areas} /> : null}
        <div className={styles.switches} data-detailed={list !== undefined && state.cell !== null}>
          {view.units.length > 0 && view.months ? (
            <UnitSwitch unit={question.unit} units={view.units} onChange={state.chooseUnit} />
          ) : null}
          {view.hasEvidence && view.months ? (
            <OriginsSwitch withFound={question.found} onChange={state.chooseFound} />
          ) : null}
        </div>
      </div>
      <button
        type="button"
        className={styles.collapse}
        aria-expanded={open}
        aria-label={open ? t('close') : t('open')}
        title={open ? t('close') : t('open')}
        onClick={onToggle}
      >
        <IconChevronRight className={styles.wide} size={18} />
        <IconChevronDown className={styles.narrow} size={18} />
      </button>
      {isValidating ? <span className={styles.progress} aria-hidden="true" /> : null}
    </header>
  );
}

function CellFigures({ month, list }: { readonly month: string; readonly list: HotspotList }) {
  const t = useTranslations('panel');
  const { locale } = usePreferences();
  return (
    <p className={styles.subtitle}>
      {formatMonth(month, locale)} · {shown(list)}
      <br />
      {t('basis', { asOf: formatDay(list.asOf, locale) })} ·{' '}
      {t('cells', { total: formatNumber(list.cellsTotal, locale) })}
    </p>
  );

  /** How many of how many: a list that ends early must not look like all there is. */
  function shown({ cells, hotspotsInTowns }: HotspotList): string {
    const count = cells.length;
    if (hotspotsInTowns === null) return t('first', { count });
    const total = formatNumber(hotspotsInTowns, locale);
    return hotspotsInTowns > count ? t('firstInTowns', { count, total }) : t('inTowns', { total });
  }
}

function AreaFigures({ month, areas }: { readonly month: string; readonly areas: AreaList }) {
  const t = useTranslations();
  const { locale } = usePreferences();
  const ranker = `ranker.${areas.ranker}`;
  return (
    <p className={styles.subtitle}>
      {formatMonth(month, locale)} ·{' '}
      {t('panel.areas', {
        total: formatNumber(areas.areasTotal, locale),
        unit: t(`panel.unit.${areas.unit}`),
      })}
      <br />
      {t('panel.basis', { asOf: formatDay(areas.asOf, locale) })} ·{' '}
      {t('panel.areaMethod', { ranker: t.has(ranker) ? t(ranker) : areas.ranker })}
    </p>
  );
}
