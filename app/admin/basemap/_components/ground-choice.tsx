'use client';

import { useTranslations } from 'next-intl';
import styles from '../../jurisdiction/_components/jurisdiction-page.module.css';
import type { Draft } from './draft';

type Props = {
  readonly draft: Draft;
  readonly hosts: readonly string[];
  readonly onChange: (change: Partial<Draft>) => void;
};

/** Built-in, or tiles of a host that the deployer allows. */
export function GroundChoice({ draft, hosts, onChange }: Props) {
  const t = useTranslations('adminBasemap');
  return (
    <fieldset className={styles.choice}>
      <legend>{t('choose')}</legend>
      {(['builtIn', 'raster'] as const).map((each) => (
        <label key={each} className={styles.switch}>
          <input
            type="radio"
            name="ground"
            checked={draft.isRaster === (each === 'raster')}
            disabled={each === 'raster' && hosts.length === 0 && !draft.isRaster}
            onChange={() => onChange({ isRaster: each === 'raster' })}
          />
          <span>
            {t(each)}
            <small>{t(`${each}Hint`)}</small>
          </span>
        </label>
      ))}
      <p>
        {hosts.length === 0
          ? t('noHosts')
          : t('hosts', { hosts: hosts.map((each) => new URL(each).host).join(' · ') })}
      </p>
    </fieldset>
  );
}
