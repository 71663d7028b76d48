'use client';

import { useTranslations } from 'next-intl';
import { BASEMAP_LIMITS, TILE_SIZES } from '@/lib/validation/basemap-limits';
import styles from '../../jurisdiction/_components/jurisdiction-page.module.css';
import type { Draft } from './draft';

type Props = {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
};

/** Where the tiles are, how they are cut, whose they are, and how strongly they are drawn. */
export function RasterFields({ draft, onChange }: Props) {
  const t = useTranslations('adminBasemap');
  return (
    <>
      <label className={styles.field}>
        <span>{t('template')}</span>
        <textarea
          value={draft.template}
          required
          rows={3}
          spellCheck={false}
          maxLength={BASEMAP_LIMITS.templateCharacters}
          onChange={(e) => onChange({ template: e.target.value })}
        />
        <small>{t('templateHint')}</small>
      </label>
      <p className={styles.warning}>{t('keyHint')}</p>
      <label className={styles.field}>
        <span>{t('subdomains')}</span>
        <input
          value={draft.subdomains}
          maxLength={16}
          onChange={(e) => onChange({ subdomains: e.target.value })}
        />
        <small>{t('subdomainsHint')}</small>
      </label>
      <div className={styles.row}>
        <label className={styles.field}>
          <span>{t('tileSize')}</span>
          <select value={draft.tileSize} onChange={(e) => onChange({ tileSize: e.target.value })}>
            {TILE_SIZES.map((pixels) => (
              <option key={pixels}>{pixels}</option>
            ))}
          </select>
        </label>
        {(['minZoom', 'maxZoom'] as const).map((each) => (
          <label key={each} className={styles.field}>
            <span>{t(each)}</span>
            <input
              type="number"
              required
              min={0}
              max={BASEMAP_LIMITS.maximumZoom}
              value={draft[each]}
              onChange={(e) => onChange({ [each]: e.target.value })}
            />
          </label>
        ))}
      </div>
      <label className={styles.field}>
        <span>{t('attribution')}</span>
        <input
          value={draft.attribution}
          required
          maxLength={BASEMAP_LIMITS.attributionCharacters}
          onChange={(e) => onChange({ attribution: e.target.value })}
        />
      </label>
      {(['dayOpacity', 'nightOpacity'] as const).map((each) => (
        <label key={each} className={styles.field}>
          <span>{t(each, { percent: draft[each] })}</span>
          <input
            type="range"
            min={BASEMAP_LIMITS.minimumOpacity * 100}
            max={100}
            step={5}
            value={draft[each]}
            onChange={(e) => onChange({ [each]: e.target.value })}
          />
        </label>
      ))}
    </>
  );
}
