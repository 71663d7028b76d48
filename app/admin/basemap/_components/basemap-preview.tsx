'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import { reasonOf } from '@/app/(map)/_components/ground-failure';
import type { BasemapRefusal } from '@/lib/basemap/refusals';
import { hostOf } from '@/lib/basemap/template';
import type { RasterSettings } from '@/lib/basemap/types';
import { THEMES } from '@/lib/format/theme';
import styles from '../../jurisdiction/_components/jurisdiction-page.module.css';
import { PreviewMap } from './preview-map';
import { Refused } from './refused';
import type { Place } from './types';

type Props = {
  readonly place: Place;
  /** As the form stands; null: the built-in ground. */
  readonly raster: RasterSettings | null;
  readonly fault: BasemapRefusal | undefined;
};

/** What the map would stand on, by day and by night, before anybody else sees it. */
export function BasemapPreview({ place, raster, fault }: Props) {
  const t = useTranslations('adminBasemap.preview');
  const preferences = usePreferences();
  const [theme, setTheme] = useState(preferences.theme);
  // Half an address would be asked with each letter: only what was pressed for, and was there at first.
  const [asked, setAsked] = useState(() => (fault ? undefined : addressOf(raster)));
  const [failed, setFailed] = useState<{ readonly of: string; readonly status: number }>();
  const [isRefused, setRefused] = useState(false);
  const address = addressOf(raster);
  const isAsked = raster !== null && !fault && address === asked;
  const failure = failed?.of === address ? failed : undefined;

  function show() {
    setRefused(fault !== undefined);
    setFailed(undefined);
    if (!fault) setAsked(address);
  }

  return (
    <section className={styles.card} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p>{t('hint')}</p>
      <div className={styles.buttons}>
        {THEMES.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={theme === each}
            onClick={() => setTheme(each)}
          >
            {t(each)}
          </button>
        ))}
        {raster ? (
          <button type="button" data-primary onClick={show}>
            {t('show')}
          </button>
        ) : null}
      </div>
      {isRefused && fault ? <Refused whyNot={{ refusal: fault }} /> : null}
      <PreviewMap
        place={place}
        theme={theme}
        raster={isAsked && !failure ? raster : null}
        onFailure={(status) => setFailed({ of: address, status })}
      />
      <p role="status">
        {raster && isAsked && failure
          ? t(reasonOf(failure.status), { host: hostOf(raster), status: failure.status })
          : null}
        {raster && !isAsked ? t('stale') : null}
      </p>
    </section>
  );
}

/** What of the tiles needs asking their host anew; how strongly they are drawn does not. */
function addressOf(raster: RasterSettings | null): string {
  if (!raster) return '';
  const { template, subdomains, tileSize, minZoom, maxZoom } = raster;
  return JSON.stringify([template, subdomains, tileSize, minZoom, maxZoom]);
}
