'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import styles from './origins-switch.module.css';

/** Whether what patrols and departments found counts as well; what that does stands beside it while it is on. */
export function OriginsSwitch({
  withFound,
  onChange,
}: {
  readonly withFound: boolean;
  readonly onChange: (withFound: boolean) => void;
}) {
  const t = useTranslations('panel');
  const hint = useId();
  return (
    <div className={styles.origins}>
      <label title={t('foundHint')}>
        <input
          type="checkbox"
          checked={withFound}
          aria-describedby={withFound ? hint : undefined}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {t('found')}
      </label>
      {withFound ? <p id={hint}>{t('foundHint')}</p> : null}
    </div>
  );
}
