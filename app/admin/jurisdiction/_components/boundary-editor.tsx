'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ChangeEvent, useState } from 'react';
import { MAXIMUM_BOUNDARY_BYTES } from '@/lib/validation/jurisdiction-limits';
import { BoundaryPreview } from './boundary-preview';
import { Failure } from './failure';
import styles from './jurisdiction-page.module.css';
import type { Settings } from './types';
import { useBoundary } from './use-boundary';

/** A megabyte of map and drawing tools that no other page of the administration needs. */
const BoundaryMap = dynamic(() => import('./boundary-map').then((module) => module.BoundaryMap), {
  ssr: false,
  loading: () => <p className={styles.map} />,
});

type Props = { readonly settings: Settings };

const KILOBYTES = MAXIMUM_BOUNDARY_BYTES / 1000;

/** The boundary: drawn or uploaded, then previewed, then saved by a job. */
export function BoundaryEditor({ settings }: Props) {
  const t = useTranslations('adminJurisdiction.boundary');
  const [keeps, setKeeps] = useState(false);
  const { draft, change, failed, busy, job, take, refuse, preview, save } = useBoundary(settings);
  const outside = change
    ? change.incidentsOutside + change.hazardsOutside + change.premisesOutside + change.townsOutside
    : 0;

  async function read({ target }: ChangeEvent<HTMLInputElement>) {
    const [file] = target.files ?? [];
    if (!file) return;
    if (file.size > MAXIMUM_BOUNDARY_BYTES) return refuse(t('tooLarge', { kilobytes: KILOBYTES }));
    const geoJson = parse(await file.text());
    if (geoJson) take({ geoJson, fileName: file.name });
    else refuse(t('notJson'));
  }

  return (
    <section className={styles.card} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p>{t('intro')}</p>
      <BoundaryMap settings={settings} onDraw={(geoJson) => take({ geoJson, fileName: null })} />
      <label className={styles.field}>
        <span>{t('file', { kilobytes: KILOBYTES })}</span>
        <input type="file" accept=".geojson,.json,application/geo+json" onChange={read} />
      </label>
      <p role="status">
        {draft
          ? draft.fileName
            ? t('fromFile', { name: draft.fileName })
            : t('fromMap')
          : t('unchanged')}
      </p>
      {change ? <BoundaryPreview change={change} /> : null}
      {change && outside > 0 ? (
        <label className={styles.switch} data-warning>
          <input type="checkbox" checked={keeps} onChange={(e) => setKeeps(e.target.checked)} />
          <span>{t('keep', { count: outside })}</span>
        </label>
      ) : null}
      <Failure failed={failed} />
      <div className={styles.buttons}>
        <button type="button" disabled={!draft || busy} onClick={preview}>
          {t(busy ? 'previewing' : 'preview')}
        </button>
        <button
          type="button"
          data-primary
          disabled={!change || busy || (outside > 0 && !keeps)}
          onClick={() => save(keeps)}
        >
          {t('save')}
        </button>
      </div>
      {job ? (
        <p role="status">
          {t('ordered', { id: job })}{' '}
          <Link href={`/jobs?jurisdiction=${settings.code}`}>{t('see')}</Link>
        </p>
      ) : null}
    </section>
  );
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Told to its user as a file that is no GeoJSON.
    return undefined;
  }
}
