'use client';

import { IconCar, IconFlame, IconScale, IconTargetArrow } from '@tabler/icons-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { WORKSPACE_IDS, type Workspace } from '@/lib/layers/workspaces';
import styles from './workspace-rail.module.css';

const ICONS = { command: IconTargetArrow, traffic: IconCar, fire: IconFlame } as const;

type Props = {
  readonly current: Workspace;
  readonly onChoose: (workspace: Workspace) => void;
  /** Code of the jurisdiction whose campaigns' effect they may see; absent where they may not. */
  readonly effectOf?: string | undefined;
};

/** The three people's views of the one map, each switches the layers, the camera stays; and the way to what is no map. */
export function WorkspaceRail({ current, onChoose, effectOf }: Props) {
  const t = useTranslations('rail');
  return (
    <nav className={styles.rail} aria-label={t('label')}>
      {WORKSPACE_IDS.map((id) => {
        const Icon = ICONS[id];
        return (
          <button
            key={id}
            type="button"
            className={styles.item}
            aria-current={id === current ? 'page' : undefined}
            title={t(`${id}Hint`)}
            onClick={() => onChoose(id)}
          >
            <Icon size={22} stroke={1.6} aria-hidden="true" />
            <span>{t(id)}</span>
          </button>
        );
      })}
      {effectOf ? (
        <Link
          href={`/effect?jurisdiction=${effectOf}`}
          className={styles.item}
          title={t('effectHint')}
          prefetch={false}
        >
          <IconScale size={22} stroke={1.6} aria-hidden="true" />
          <span>{t('effect')}</span>
        </Link>
      ) : null}
    </nav>
  );
}
