'use client';

import useSWR from 'swr';
import { fetchJson } from '@/app/_components/fetch-json';
import type { ControlCandidate } from '@/lib/effect/suggest-controls';
import pageStyles from './effect-page.module.css';
import { useEffectText } from './effect-text';
import { controlsAddress, type Draft } from './register-draft';
import styles from './register-form.module.css';
import { Scroll } from './scroll';
import type { Place } from './types';

type Choice = {
  readonly months: number;
  readonly treated: number;
  readonly candidates: readonly ControlCandidate[];
};

type Props = {
  readonly place: Place;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
};

/** The towns to compare with: what speaks for and against each by the months before, and the choice. */
export function ControlChoice({ place, draft, onChange }: Props) {
  const { t, words, count } = useEffectText(place);
  const address = controlsAddress(place.code, draft);
  const { data, error, isLoading } = useSWR<Choice, Error>(address, fetchJson, {
    keepPreviousData: true,
  });
  const suggested = data?.candidates.flatMap((each) => (each.isSuggested ? [each.id] : [])) ?? [];
  return (
    <section className={styles.section} aria-labelledby="control" aria-busy={isLoading}>
      <h2 id="control">{t('step.control')}</h2>
      <p className={styles.hint}>{t('controlHint')}</p>
      {address === null ? <p className={styles.hint}>{t('controlFirst')}</p> : null}
      {error ? (
        <p className={styles.warning} role="alert">
          {t('controlsFailed')}
        </p>
      ) : null}
      {address !== null && data ? (
        <>
          <p className={styles.hint} data-testid="treated-before">
            {t('treatedBefore', { incidents: count(data.treated), months: data.months })}
          </p>
          <div className={pageStyles.buttons}>
            <button
              type="button"
              disabled={suggested.length === 0}
              onClick={() => onChange({ ...draft, controlTowns: suggested })}
            >
              {t('takeSuggested', { count: suggested.length })}
            </button>
            <span className={styles.hint} role="status">
              {t('chosen', { count: draft.controlTowns.length })}
            </span>
          </div>
          <Scroll>
            <table className={`${pageStyles.figures} ${styles.candidates}`}>
              <caption className="visually-hidden">{words('part.control')}</caption>
              <thead>
                <tr>
                  <th scope="col">{words('part.control')}</th>
                  <th scope="col">{t('countBefore')}</th>
                  <th scope="col">{t('likeness')}</th>
                  <th scope="col">{t('remark')}</th>
                </tr>
              </thead>
              <tbody>
                {data.candidates.map((candidate) => (
                  <Candidate
                    key={candidate.id}
                    {...{ place, candidate, draft, onChange, months: data.months }}
                  />
                ))}
              </tbody>
            </table>
          </Scroll>
          <p className={styles.hint}>{t('suggestedBy', { months: data.months })}</p>
        </>
      ) : null}
    </section>
  );
}

type CandidateProps = Props & {
  readonly candidate: ControlCandidate;
  readonly months: number;
};

function Candidate({ place, candidate, months, draft, onChange }: CandidateProps) {
  const { t, isEnglish, count, fixed, month } = useEffectText(place);
  const { id, name, nameEn, incidents, correlation, campaignFrom, isNear, isSuggested } = candidate;
  const { controlTowns } = draft;
  const interval = correlation?.interval;
  return (
    <tr data-suggested={isSuggested}>
      <th scope="row">
        <label>
          <input
            type="checkbox"
            checked={controlTowns.includes(id)}
            onChange={(e) => {
              const others = controlTowns.filter((town) => town !== id);
              onChange({ ...draft, controlTowns: e.target.checked ? [...others, id] : others });
            }}
          />{' '}
          <bdi>{(isEnglish && nameEn) || name}</bdi>
        </label>
      </th>
      <td>{count(incidents)}</td>
      <td>
        {correlation
          ? interval
            ? t('correlation', {
                r: fixed(correlation.r, 2),
                low: fixed(interval.low, 2),
                high: fixed(interval.high, 2),
              })
            : t('tooFewMonths', { months })
          : t('noCorrelation')}
      </td>
      <td>
        {[
          isSuggested ? t('suggested') : null,
          campaignFrom ? t('ownCampaign', { month: month(campaignFrom) }) : null,
          isNear ? t('near') : null,
        ]
          .filter((remark) => remark !== null)
          .join(t('remarkSeparator'))}
      </td>
    </tr>
  );
}
