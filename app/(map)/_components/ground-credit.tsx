'use client';

import { useTranslations } from 'next-intl';
import styles from './map-controls.module.css';

type Props = {
  /** Whose tiles are drawn; undefined for our own. */
  readonly attribution: string | undefined;
  readonly approvalNumber: string | null;
};

/** Whose map this is, and by which number it was approved: the number whatever the ground. */
export function GroundCredit({ attribution, approvalNumber }: Props) {
  const t = useTranslations('map.ground');
  if (attribution === undefined && approvalNumber === null) return null;
  return (
    <p className={styles.credit} data-testid="credit">
      {attribution === undefined ? null : <bdi>{attribution}</bdi>}
      {approvalNumber === null ? null : <bdi>{t('approval', { number: approvalNumber })}</bdi>}
    </p>
  );
}
