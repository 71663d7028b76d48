'use client';

import { useTranslations } from 'next-intl';
import { UNITS, type Unit } from '@/lib/validation/map-state';
import styles from './unit-switch.module.css';

/** What is ranked: cells, grids, villages or towns. */
export function UnitSwitch({
  unit,
  units,
  onChange,
}: {
  readonly unit: Unit;
  /** Those that there are, beside cells. */
  readonly units: readonly Unit[];
  readonly onChange: (unit: Unit) => void;
}) {
  const t = useTranslations('panel.unit');
  return (
    <fieldset className={styles.units}>
      <legend className="visually-hidden">{t('label')}</legend>
      {UNITS.filter((each) => each === 'cell' || units.includes(each)).map((each) => (
        <label key={each} data-on={each === unit}>
          <input
            type="radio"
            name="unit"
            className="visually-hidden"
            checked={each === unit}
            onChange={() => onChange(each)}
          />
          {t(each)}
        </label>
      ))}
    </fieldset>
  );
}
