'use client';

import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import { formatFixed, formatNumber, formatRate } from '@/lib/format/numbers';
import { AREA_CLASSES } from '@/lib/layers/areas';
import styles from './area-table.module.css';
import rowStyles from './hotspot-row.module.css';
import table from './hotspot-table.module.css';
import { isSignificant } from './hotspot-text';
import { RankChange } from './rank-change';
import type { AreaList, RankedArea, Town } from './types';
import { useListKeys } from './use-list-keys';

type Props = {
  readonly list: AreaList;
  readonly towns: readonly Town[];
  readonly selected: string | null;
  readonly hovered: string | null;
  readonly onHover: (area: string | null) => void;
  readonly onChoose: (area: RankedArea) => void;
};

/** The ranking of grids, villages or towns in words, with what it does not know. */
export function AreaTable({ list, towns, selected, hovered, onHover, onChoose }: Props) {
  const t = useTranslations('panel');
  const { locale } = usePreferences();
  const { rows, move } = useListKeys(hovered);
  const { weighing, areas, areasTotal, areasEstimated, incidentsOutside, unit } = list;
  // Chosen towns leave others out; a share is one of all that was ranked, which then is not known here.
  const incidents =
    areas.length === areasTotal ? areas.reduce((sum, { count }) => sum + count, 0) : null;
  return (
    <>
      <div className={`${table.columns} ${styles.grid}`} aria-hidden="true">
        <span>{t('rank')}</span>
        <span>{t(`unit.${unit}`)}</span>
        <span className={table.number}>{t('count')}</span>
        <span className={table.number}>{t('perKm2')}</span>
        <span className={table.number}>{t('change')}</span>
      </div>
      <div className={table.scroll}>
        <ol
          ref={rows}
          className={table.rows}
          aria-label={t('areaListLabel')}
          onKeyDown={move}
          data-testid="areas"
        >
          {areas.map((area, index) => (
            <AreaRow
              key={area.id}
              area={area}
              town={unit === 'town' ? undefined : towns.find(({ id }) => id === area.townId)}
              share={incidents ? area.count / incidents : null}
              byHarm={weighing === 'harm'}
              standing={area.rank / areasTotal}
              isTabStop={index === 0}
              isHovered={hovered === area.id}
              isSelected={selected === area.id}
              onHover={onHover}
              onChoose={onChoose}
            />
          ))}
        </ol>
        <div className={styles.notes}>
          <p>{t('areaNote')}</p>
          {areasEstimated > 0 ? (
            <p>{t('estimated', { count: formatNumber(areasEstimated, locale) })}</p>
          ) : null}
          {incidentsOutside > 0 ? (
            <p>
              {t('outside', {
                count: formatNumber(incidentsOutside, locale),
                unit: t(`unit.${unit}`),
              })}
            </p>
          ) : null}
        </div>
      </div>
    </>
  );
}

type RowProps = {
  readonly area: RankedArea;
  readonly town: Town | undefined;
  readonly share: number | null;
  readonly byHarm: boolean;
  /** Rank as a share of all. */
  readonly standing: number;
  readonly isTabStop: boolean;
  readonly isHovered: boolean;
  readonly isSelected: boolean;
  readonly onHover: (area: string | null) => void;
  readonly onChoose: (area: RankedArea) => void;
};

function AreaRow(props: RowProps) {
  const {
    area,
    town,
    share,
    byHarm,
    standing,
    isTabStop,
    isHovered,
    isSelected,
    onHover,
    onChoose,
  } = props;
  const t = useTranslations('panel');
  const { locale, theme } = usePreferences();
  const colour = AREA_CLASSES.find(({ upTo }) => standing <= upTo + 1e-9)?.colour[theme];
  const name = locale === 'en' ? (area.nameEn ?? area.name) : area.name;
  const townName = locale === 'en' ? (town?.nameEn ?? town?.name) : town?.name;
  return (
    <li data-cell={area.id} className={rowStyles.row} data-hovered={isHovered || isSelected}>
      <button
        type="button"
        className={`${table.grid} ${styles.grid} ${rowStyles.button}`}
        tabIndex={isTabStop ? 0 : -1}
        aria-current={isSelected || undefined}
        onMouseEnter={() => onHover(area.id)}
        onMouseLeave={() => onHover(null)}
        onFocus={() => onHover(area.id)}
        onBlur={() => onHover(null)}
        onClick={() => onChoose(area)}
      >
        <span className={rowStyles.rank}>
          <span className={rowStyles.mark} style={{ background: colour }} aria-hidden="true" />
          {area.rank}
        </span>
        <span className={rowStyles.place}>
          <span className={rowStyles.name}>
            <strong title={name}>{name}</strong>
            {isSignificant(area) ? (
              <span className={rowStyles.significant} title={t('significantHint')}>
                {t('significant')}
              </span>
            ) : null}
          </span>
          <span className={rowStyles.reason}>
            {townName === undefined ? null : (
              <>
                <span className={rowStyles.town} title={townName}>
                  {townName}
                </span>
                {' · '}
              </>
            )}
            <span>
              {byHarm
                ? t('harm', { harm: formatNumber(area.harm, locale) })
                : share === null
                  ? t('squareKilometres', { area: formatNumber(area.squareKilometres, locale, 1) })
                  : t('share', { share: formatRate(share, locale) })}
            </span>
          </span>
        </span>
        <span className={rowStyles.count}>{formatNumber(area.count, locale)}</span>
        <span className={rowStyles.z}>
          {formatFixed(area.count / area.squareKilometres, locale, 1)}
        </span>
        <RankChange cell={area} />
      </button>
    </li>
  );
}
