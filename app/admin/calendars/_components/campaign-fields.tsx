'use client';

import { useTranslations } from 'next-intl';
import base from '../../jurisdiction/_components/jurisdiction-page.module.css';
import styles from './calendars-page.module.css';
import { CAMPAIGN_KINDS, type CampaignDraft, PHASE_KINDS, type Place } from './campaign-draft';

type Props = {
  readonly place: Place;
  readonly draft: CampaignDraft;
  readonly onChange: (draft: CampaignDraft) => void;
};

const NAMES = ['name', 'nameEn'] as const;

/** What may be said of a campaign. */
export function CampaignFields({ place, draft, onChange }: Props) {
  const t = useTranslations('adminCalendars');
  const set = (change: Partial<CampaignDraft>) => onChange({ ...draft, ...change });
  return (
    <>
      <div className={styles.fields}>
        {NAMES.map((key) => (
          <label key={key} className={base.field}>
            <span>{t(key)}</span>
            <input
              value={draft[key]}
              required
              maxLength={100}
              onChange={(e) => set({ [key]: e.target.value })}
            />
          </label>
        ))}
        <label className={base.field}>
          <span>{t('kindLabel')}</span>
          <select
            value={draft.kind}
            onChange={(e) => {
              const kind = CAMPAIGN_KINDS.find((each) => each === e.target.value);
              if (kind) set({ kind });
            }}
          >
            {CAMPAIGN_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kind.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        <label className={base.field}>
          <span>{t('month')}</span>
          <input
            type="month"
            value={draft.month}
            required
            pattern="[0-9]{4}-[0-9]{2}"
            placeholder="2026-05"
            onChange={(e) => set({ month: e.target.value })}
          />
        </label>
        <label className={base.field}>
          <span>{t('launchedOn')}</span>
          <input
            type="date"
            value={draft.launchedOn}
            onChange={(e) => set({ launchedOn: e.target.value })}
          />
        </label>
      </div>
      <Phases draft={draft} onChange={onChange} />
      <fieldset className={styles.towns}>
        <legend>{t('towns')}</legend>
        {place.towns.map(({ id, name }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={draft.towns.includes(id)}
              onChange={(e) => {
                const others = draft.towns.filter((town) => town !== id);
                set({ towns: e.target.checked ? [...others, id] : others });
              }}
            />{' '}
            <bdi>{name}</bdi>
          </label>
        ))}
      </fieldset>
      <label className={base.field}>
        <span>{t('note')}</span>
        <textarea
          value={draft.note}
          maxLength={2000}
          rows={2}
          onChange={(e) => set({ note: e.target.value })}
        />
      </label>
    </>
  );
}

function Phases({ draft, onChange }: Omit<Props, 'place'>) {
  const t = useTranslations('adminCalendars');
  return (
    <div className={styles.phases}>
      {PHASE_KINDS.map((kind) => (
        <fieldset key={kind}>
          <legend>{t(`phase.${kind}`)}</legend>
          {(['startsOn', 'endsOn'] as const).map((end) => (
            <label key={end} className={base.field}>
              <span>{t(end)}</span>
              <input
                type="date"
                value={draft.phases[kind][end]}
                onChange={(e) => {
                  const span = { ...draft.phases[kind], [end]: e.target.value };
                  onChange({ ...draft, phases: { ...draft.phases, [kind]: span } });
                }}
              />
            </label>
          ))}
        </fieldset>
      ))}
    </div>
  );
}
