'use client';

import { useEffectText } from './effect-text';
import { MonthSpan } from './month-span';
import { aboutCampaign, beforeOf, type Campaign, type Draft, ORIGINS } from './register-draft';
import styles from './register-form.module.css';
import type { Place } from './types';

type Props = {
  readonly place: Place;
  readonly campaigns: readonly Campaign[];
  readonly facts: { readonly first: string; readonly last: string } | null;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
};

/** What is looked at: a campaign of the calendar or towns and months, and which incidents count. */
export function RegisterFields({ place, campaigns, facts, draft, onChange }: Props) {
  const { t, words, isEnglish, span } = useEffectText(place);
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  return (
    <>
      <section className={styles.section}>
        <h2>{t('step.what')}</h2>
        <CampaignFields {...{ place, campaigns, draft, onChange }} />
        <Choice
          legend={words('part.treated')}
          options={place.towns.map(({ id, name, nameEn }) => [id, (isEnglish && nameEn) || name])}
          chosen={draft.treatedTowns}
          onChoose={(treatedTowns) =>
            set({
              treatedTowns,
              controlTowns: draft.controlTowns.filter((town) => !treatedTowns.includes(town)),
            })
          }
        />
      </section>
      <section className={styles.section}>
        <h2>{t('step.when')}</h2>
        <div className={styles.fields}>
          <MonthSpan
            legend={t('during')}
            value={draft.during}
            onChange={(during) => set({ during })}
          />
          <MonthSpan
            legend={t('before')}
            value={beforeOf(draft)}
            onChange={(before) => set({ before })}
          />
        </div>
        <p className={styles.hint}>
          {t('beforeHint')}{' '}
          {facts
            ? t('factsHint', { span: span({ from: facts.first, to: facts.last }) })
            : t('noIncidents')}
        </p>
      </section>
      <section className={styles.section}>
        <h2>{t('step.count')}</h2>
        <Choice
          legend={t('kindsLegend')}
          options={place.kinds.map(({ code, nameZh, nameEn }) => [
            code,
            isEnglish ? nameEn : nameZh,
          ])}
          chosen={draft.kinds}
          onChoose={(kinds) => set({ kinds })}
        />
        <Choice
          legend={t('origins')}
          options={ORIGINS.map((origin) => [origin, t(`origin.${origin}`)])}
          chosen={draft.origins}
          onChoose={(chosen) =>
            set({ origins: ORIGINS.filter((origin) => chosen.includes(origin)) })
          }
        />
        <p className={styles.hint}>{t('originsHint')}</p>
        <div className={styles.fields}>
          <label>
            <span>{t('ringMetres')}</span>
            <input
              type="number"
              min={0}
              max={10_000}
              step={50}
              value={draft.ringMetres}
              onChange={(e) => set({ ringMetres: e.target.value })}
            />
          </label>
          <label>
            <span>{t('noteOptional')}</span>
            <textarea
              rows={2}
              maxLength={2000}
              value={draft.note}
              onChange={(e) => set({ note: e.target.value })}
            />
          </label>
        </div>
        <p className={styles.hint}>{t('ringHint')}</p>
      </section>
    </>
  );
}

/** The campaign, whose towns and month it takes over, and what the evaluation is called. */
function CampaignFields({ place, campaigns, draft, onChange }: Omit<Props, 'facts'>) {
  const { t, isEnglish, month } = useEffectText(place);
  const nameOf = ({ name, nameEn }: Campaign) => (isEnglish ? nameEn : name);

  function choose(id: string) {
    const campaign = campaigns.find((each) => each.id === id);
    onChange(
      campaign
        ? aboutCampaign(draft, campaign, nameOf(campaign).slice(0, 100))
        : { ...draft, campaign: '' },
    );
  }

  return (
    <div className={styles.fields}>
      <label>
        <span>{t('campaign')}</span>
        <select value={draft.campaign} onChange={(e) => choose(e.target.value)}>
          <option value="">{t('noCampaign')}</option>
          {campaigns.map((campaign) => (
            <option key={campaign.id} value={campaign.id}>
              {t('campaignOption', { name: nameOf(campaign), month: month(campaign.month) })}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t('name')}</span>
        <input
          value={draft.name}
          required
          maxLength={100}
          onChange={(e) => onChange({ ...draft, name: e.target.value })}
        />
      </label>
    </div>
  );
}

type ChoiceProps = {
  readonly legend: string;
  /** Codes and names. */
  readonly options: readonly (readonly [string, string])[];
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
};

function Choice({ legend, options, chosen, onChoose }: ChoiceProps) {
  return (
    <fieldset className={styles.choice}>
      <legend>{legend}</legend>
      {options.map(([code, name]) => (
        <label key={code}>
          <input
            type="checkbox"
            checked={chosen.includes(code)}
            onChange={(e) => {
              const others = chosen.filter((each) => each !== code);
              onChoose(e.target.checked ? [...others, code] : others);
            }}
          />{' '}
          <bdi>{name}</bdi>
        </label>
      ))}
    </fieldset>
  );
}
