'use client';

import { Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconFlag3Filled } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { usePreferences } from '@/app/_components/preferences';
import styles from './town-chips.module.css';
import type { Campaign, Town } from './types';

type Props = {
  readonly towns: readonly Town[];
  readonly campaigns: readonly Campaign[];
  readonly chosen: readonly string[];
  readonly onTowns: (ids: readonly string[]) => void;
};

/** The towns of the month's campaign first, then those chosen; the rest in a menu. */
export function TownChips({ towns, campaigns, chosen, onTowns }: Props) {
  const t = useTranslations('top');
  const { locale } = usePreferences();
  if (towns.length === 0) return null;
  const campaign = campaigns.flatMap((each) => each.towns.map(({ id }) => id));
  const shown = towns.filter(({ id }) => campaign.includes(id) || chosen.includes(id)).slice(0, 4);
  const nameOf = ({ name, nameEn }: Town) => (locale === 'en' ? (nameEn ?? name) : name);
  const toggle = (id: string) =>
    onTowns(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);

  return (
    <fieldset className={styles.chips}>
      <legend className="visually-hidden">{t('towns')}</legend>
      <button
        type="button"
        className={styles.chip}
        aria-pressed={chosen.length === 0}
        onClick={() => onTowns([])}
      >
        {t('townsAll')}
      </button>
      {shown.map((town) => (
        <button
          key={town.id}
          type="button"
          className={styles.chip}
          aria-pressed={chosen.includes(town.id)}
          data-campaign={campaign.includes(town.id)}
          title={
            campaign.includes(town.id) ? `${nameOf(town)} · ${t('campaignTown')}` : nameOf(town)
          }
          onClick={() => toggle(town.id)}
        >
          {campaign.includes(town.id) ? (
            <IconFlag3Filled size={12} aria-label={t('campaignTown')} />
          ) : null}
          <span>{nameOf(town)}</span>
        </button>
      ))}
      <Menu position="bottom-start" offset={6} closeOnItemClick={false}>
        <Menu.Target>
          <button
            type="button"
            className={styles.more}
            aria-label={t('moreTowns')}
            title={t('moreTowns')}
          >
            <span>{t('towns')}</span>
            <IconChevronDown size={14} aria-hidden="true" />
          </button>
        </Menu.Target>
        <Menu.Dropdown className={styles.dropdown} aria-label={t('moreTowns')}>
          {towns.map((town) => (
            <Menu.CheckboxItem
              key={town.id}
              checked={chosen.includes(town.id)}
              checkIcon={<IconCheck size={14} />}
              rightSection={campaign.includes(town.id) ? <IconFlag3Filled size={12} /> : null}
              onChange={() => toggle(town.id)}
            >
              {nameOf(town)}
            </Menu.CheckboxItem>
          ))}
        </Menu.Dropdown>
      </Menu>
    </fieldset>
  );
}
