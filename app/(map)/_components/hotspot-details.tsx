'use client';

import { IconArrowLeft, IconChevronDown, IconChevronUp, IconFocus2 } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import type { MouseEvent } from 'react';
import useSWR from 'swr';
import { fetchJson } from '@/app/_components/fetch-json';
import { usePreferences } from '@/app/_components/preferences';
import { formatDay } from '@/lib/format/dates';
import { formatFixed, formatNumber, formatProbability } from '@/lib/format/numbers';
import { CellTrend } from './cell-trend';
import { detailsAddress, evidenceAddress, type HotspotQuestion } from './hotspot-address';
import styles from './hotspot-details.module.css';
import { isSignificant, usePlaceName, useReason } from './hotspot-text';
import { KindBars } from './kind-bars';
import { PanelLoading } from './panel-loading';
import { RankChange } from './rank-change';
import { ScoreParts } from './score-parts';
import { Sparkline } from './sparkline';
import type { Hotspot, HotspotDetails, HotspotList, View } from './types';

const HotspotEvidence = dynamic(
  () => import('./hotspot-evidence').then((module) => module.HotspotEvidence),
  { loading: PanelLoading },
);

type Props = {
  readonly view: View;
  readonly question: HotspotQuestion;
  readonly list: HotspotList;
  readonly cell: Hotspot;
  readonly listAddress: string;
  readonly onHover: (cell: string | null) => void;
  readonly onChoose: (cell: Hotspot) => void;
  readonly onClose: () => void;
};

/** Under so many incidents nothing is concluded from one cell. */
const SMALL_NUMBER = 10;

/** The evidence for one hotspot: numbers with their n, window and definition. */
export function HotspotDetailsPanel(props: Props) {
  const { view, question, list, cell, onHover, onChoose } = props;
  const t = useTranslations('details');
  const { locale } = usePreferences();
  const { name, town } = usePlaceName()(cell);
  const reason = useReason();
  const details = useSWR<HotspotDetails, Error>(
    view.hasEvidence
      ? // Of the month that is listed, while another is being read.
        detailsAddress({ ...question, month: list.month }, cell)
      : null,
    fetchJson<HotspotDetails>,
    { keepPreviousData: false },
  );
  return (
    <article className={styles.details} aria-label={t('label')} data-testid="details">
      <Steps {...props} />
      <header className={styles.head}>
        <p className={styles.rank}>
          {t('rank', { rank: cell.rank })}
          <span>{t('of', { total: formatNumber(list.cellsTotal, locale) })}</span>
          <RankChange cell={cell} />
        </p>
        <h3 className={styles.name}>{name}</h3>
        <p className={styles.reason}>
          {town === undefined ? null : (
            <>
              <span>{town}</span>
              {' · '}
            </>
          )}
          {reason(cell)}
        </p>
      </header>
      <Numbers cell={cell} />
      {cell.count < SMALL_NUMBER ? (
        <p className={styles.small}>{t('smallNumber', { count: cell.count })}</p>
      ) : null}
      {view.hasEvidence ? (
        <>
          <section className={styles.section}>
            <h4>{t('trend')}</h4>
            {details.data ? (
              <Sparkline series={details.data.series} />
            ) : (
              <p className={styles.waiting}>{details.error ? t('failed') : t('loading')}</p>
            )}
          </section>
          {details.data ? <Why details={details.data} /> : null}
          <section className={styles.section}>
            <h4>{t('kinds')}</h4>
            <KindBars kinds={cell.kinds} />
          </section>
        </>
      ) : null}
      {details.data ? (
        <HotspotEvidence
          address={evidenceAddress({ ...question, month: list.month }, cell)}
          cell={cell}
          neighboursMean={details.data.neighboursMean}
          listed={[...list.cells, ...list.exploration]}
          onHover={onHover}
          onChoose={onChoose}
        />
      ) : null}
      <Method view={view} question={question} list={list} cell={cell} />
    </article>
  );
}

/** What the score is made of, and how the cell came to be hot. */
function Why({ details: { parts, trend } }: { readonly details: HotspotDetails }) {
  const t = useTranslations('details');
  return (
    <>
      {parts === null ? null : (
        <section className={styles.section}>
          <h4>{t('parts')}</h4>
          <ScoreParts parts={parts} />
        </section>
      )}
      <section className={styles.section}>
        <h4>{t('emerging')}</h4>
        {trend === null ? <p>{t('emergingUnknown')}</p> : <CellTrend trend={trend} />}
      </section>
    </>
  );
}

function Steps({ list, cell, listAddress, onChoose, onClose }: Props) {
  const t = useTranslations('details');
  const at = list.cells.indexOf(cell);
  const previous = list.cells[at - 1];
  const next = list.cells[at + 1];
  return (
    <div className={styles.steps}>
      <a href={listAddress} onClick={inPlace(onClose)}>
        <IconArrowLeft size={16} aria-hidden="true" />
        {t('back')}
      </a>
      <button
        type="button"
        className={styles.step}
        aria-label={t('flyTo')}
        title={t('flyTo')}
        onClick={() => onChoose(cell)}
      >
        <IconFocus2 size={18} />
      </button>
      <button
        type="button"
        className={styles.step}
        aria-label={t('previous')}
        title={t('previous')}
        disabled={!previous}
        onClick={() => previous && onChoose(previous)}
      >
        <IconChevronUp size={18} />
      </button>
      <button
        type="button"
        className={styles.step}
        aria-label={t('next')}
        title={t('next')}
        disabled={!next}
        onClick={() => next && onChoose(next)}
      >
        <IconChevronDown size={18} />
      </button>
    </div>
  );
}

/** A link's plain click, answered without loading the page again; a new tab stays a new tab. */
function inPlace(act: () => void) {
  return (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    act();
  };
}

function Numbers({ cell }: { readonly cell: Hotspot }) {
  const t = useTranslations();
  const { locale } = usePreferences();
  return (
    <dl className={styles.numbers}>
      <div>
        <dt>{t('details.incidents')}</dt>
        <dd>
          {formatNumber(cell.count, locale)}
          <small>{t('details.unitIncidents')}</small>
        </dd>
      </div>
      <div>
        <dt>{t('details.score')}</dt>
        <dd>{formatNumber(cell.score, locale, 2)}</dd>
      </div>
      <div>
        <dt>{t('details.z')}</dt>
        <dd>{cell.z === null ? '–' : formatFixed(cell.z, locale, 2)}</dd>
      </div>
      <div>
        <dt>{t('details.q')}</dt>
        <dd>
          {cell.q === null ? '–' : formatProbability(cell.q, locale)}
          {isSignificant(cell) ? <small>{t('panel.significant')}</small> : null}
        </dd>
      </div>
    </dl>
  );
}

function Method({
  view,
  question,
  list,
  cell,
}: Pick<Props, 'view' | 'question' | 'list' | 'cell'>) {
  const t = useTranslations();
  const { locale } = usePreferences();
  const ranker = `ranker.${list.ranker}`;
  return (
    <footer className={styles.method}>
      <h4>{t('details.method')}</h4>
      <p>
        {t('details.methodValue', {
          ranker: t.has(ranker) ? t(ranker) : list.ranker,
          size: formatNumber(view.jurisdiction.cellSizeMetres, locale),
          shape: t(`cellShape.${view.jurisdiction.cellShape}`),
          asOf: formatDay(list.asOf, locale),
          origins: t(question.found ? 'details.allOrigins' : 'details.citizensOnly'),
        })}
      </p>
      <p>{t('details.definition')}</p>
      <p>
        {t('details.coordinates', { lat: cell.lat.toFixed(5), lon: cell.lon.toFixed(5) })}
        <br />
        {t('details.version', {
          data: list.dataVersion,
          method: list.methodVersion,
          run: list.runId,
        })}
      </p>
    </footer>
  );
}
