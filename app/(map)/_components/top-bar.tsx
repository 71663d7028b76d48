'use client';

import { IconMoon, IconPresentation, IconSun } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { rememberLocale, rememberTheme, usePreferences } from '@/app/_components/preferences';
import { KindMenu, RankerMenu, WeighingMenu } from './filter-menus';
import type { HotspotQuestion } from './hotspot-address';
import { JurisdictionMenu } from './jurisdiction-menu';
import { MonthStepper } from './month-stepper';
import styles from './top-bar.module.css';
import { TownChips } from './town-chips';
import type { Campaign, View } from './types';
import { preloadMonth } from './use-hotspots';
import type { MapState } from './use-map-state';

type Props = {
  readonly view: View;
  readonly state: MapState;
  readonly question: HotspotQuestion;
  readonly campaigns: readonly Campaign[];
  readonly onTowns: (ids: readonly string[]) => void;
  /** Who is signed in. */
  readonly account: ReactNode;
};

/** Product, place, month, towns, and how the ranking is made. */
export function TopBar({ view, state, question, campaigns, onTowns, account }: Props) {
  const t = useTranslations();
  return (
    <header className={styles.bar}>
      <div className={styles.brand}>
        <span className={styles.seal} aria-hidden="true" lang="zh">
          战
        </span>
        <h1 className={styles.name}>{t('app.name')}</h1>
      </div>
      <JurisdictionMenu view={view} onChoose={state.chooseJurisdiction} />
      {view.jurisdiction.isDemo ? (
        <span className={styles.demo} title={t('demo.note')} data-testid="demo-banner">
          {t('demo.banner')}
        </span>
      ) : null}
      <MonthStepper
        month={question.month}
        months={view.months}
        onApproach={(step) => preloadMonth(question, step)}
        onMonth={state.chooseMonth}
      />
      <TownChips
        towns={view.towns}
        campaigns={campaigns}
        chosen={question.towns}
        onTowns={onTowns}
      />
      <div className={styles.filters}>
        {view.kinds.length > 0 ? (
          <KindMenu
            kinds={view.kinds}
            kind={question.kind}
            group={question.group}
            onChoose={state.chooseKind}
            onGroup={state.chooseGroup}
          />
        ) : null}
        {view.hasEvidence ? (
          <WeighingMenu harm={question.harm} onChoose={state.chooseHarm} />
        ) : null}
        <RankerMenu rankers={view.rankers} ranker={question.ranker} onChoose={state.chooseRanker} />
      </div>
      <Preferences present={state.present} onPresent={state.togglePresent} account={account} />
    </header>
  );
}

function Preferences({
  present,
  onPresent,
  account,
}: {
  readonly present: boolean;
  readonly onPresent: () => void;
  readonly account: ReactNode;
}) {
  const t = useTranslations('top');
  const router = useRouter();
  const { locale, theme, setTheme } = usePreferences();
  const otherTheme = theme === 'night' ? 'day' : 'night';
  const themeLabel = otherTheme === 'day' ? t('toDay') : t('toNight');
  const otherLocale = locale === 'en' ? 'zh-CN' : 'en';
  return (
    <div className={styles.preferences}>
      <button
        type="button"
        className={styles.language}
        // Begins with what is seen, so that it can be spoken to.
        aria-label={`${t('languageOther')} ${t('language')}`}
        onClick={() => {
          rememberLocale(otherLocale);
          router.refresh();
        }}
      >
        <span lang={otherLocale}>{t('languageOther')}</span>
      </button>
      <button
        type="button"
        className={styles.icon}
        aria-label={themeLabel}
        title={themeLabel}
        onClick={() => {
          setTheme(otherTheme);
          rememberTheme(otherTheme);
        }}
      >
        {theme === 'night' ? <IconSun size={18} /> : <IconMoon size={18} />}
      </button>
      <button
        type="button"
        className={`${styles.icon} ${styles.wideOnly}`}
        aria-label={present ? t('leavePresent') : t('present')}
        title={present ? t('leavePresent') : t('present')}
        aria-pressed={present}
        onClick={onPresent}
      >
        <IconPresentation size={18} />
      </button>
      {account}
    </div>
  );
}
