'use client';

import Link from 'next/link';
import styles from './effect-page.module.css';
import { stateOf, toneOf, useEffectText } from './effect-text';
import { ListInterval } from './list-interval';
import { PageHeader } from './page-header';
import type { Effect, Place } from './types';

type Props = {
  readonly place: Place;
  readonly effects: readonly Effect[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly canRegister: boolean;
};

/** What is registered, the latest first, each with what can be told of it. */
export function EffectList({ place, effects, page, pages, total, canRegister }: Props) {
  const { t } = useEffectText(place);
  const register = `/effect/new?jurisdiction=${place.code}` as const;
  const pageAt = (number: number) => `/effect?jurisdiction=${place.code}&page=${number}` as const;
  return (
    <main className={styles.page}>
      <PageHeader place={place} title={t('title')}>
        {canRegister ? (
          <Link href={register} data-primary>
            {t('register')}
          </Link>
        ) : null}
        <Link href={`/?jurisdiction=${place.code}`}>{t('toMap')}</Link>
      </PageHeader>
      <p className={styles.intro}>{t('intro')}</p>
      {effects.length === 0 ? (
        <Empty canRegister={canRegister} place={place} />
      ) : (
        <ol className={styles.list} aria-label={t('listLabel', { total })}>
          {effects.map((effect) => (
            <EffectCard key={effect.registration.id} effect={effect} place={place} />
          ))}
        </ol>
      )}
      {pages > 1 ? (
        <nav className={styles.pager} aria-label={t('pages')}>
          {page > 1 ? <Link href={pageAt(page - 1)}>{t('newer')}</Link> : null}
          <span>{t('pageOf', { page, pages })}</span>
          {page < pages ? <Link href={pageAt(page + 1)}>{t('older')}</Link> : null}
        </nav>
      ) : null}
    </main>
  );
}

function EffectCard({ effect, place }: { readonly effect: Effect; readonly place: Place }) {
  const { t, words, areas, span, list, instant, sentence } = useEffectText(place);
  const { registration, assessment } = effect;
  const state = stateOf(registration, assessment);
  return (
    <li
      className={styles.card}
      data-tone={toneOf(assessment)}
      data-testid={`effect-${registration.id}`}
    >
      <h2>
        <Link href={`/effect/${registration.id}?jurisdiction=${place.code}`}>
          <bdi>{registration.name}</bdi>
        </Link>{' '}
        <span className={styles.tag} data-state={state}>
          {t(`state.${state}`)}
        </span>{' '}
        <span className={styles.tag} data-late={registration.isLate}>
          {registration.isLate ? t('late') : t('early')}
        </span>
      </h2>
      <div className={styles.cardBody}>
        <p className={styles.verdict}>{sentence(assessment)}</p>
        <ListInterval place={place} assessment={assessment} />
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>{t('during')}</dt>
          <dd>{span(registration.during)}</dd>
        </div>
        <div>
          <dt>{words('part.treated')}</dt>
          <dd>
            <bdi>{list(areas(registration, 'treated'))}</bdi>
          </dd>
        </div>
        <div>
          <dt>{words('part.control')}</dt>
          <dd>
            <bdi>{list(areas(registration, 'control'))}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t('registered')}</dt>
          <dd>
            {t('registeredBy', {
              who: registration.registeredBy ?? t('unknownPerson'),
              at: instant(registration.registeredAt),
            })}
          </dd>
        </div>
      </dl>
    </li>
  );
}

function Empty({ place, canRegister }: { readonly place: Place; readonly canRegister: boolean }) {
  const { t } = useEffectText(place);
  return (
    <div className={styles.empty}>
      <h2>{t('empty')}</h2>
      <p>{canRegister ? t('emptyHint') : t('emptyHintOther')}</p>
      {canRegister ? (
        <Link href={`/effect/new?jurisdiction=${place.code}`} data-primary>
          {t('register')}
        </Link>
      ) : null}
    </div>
  );
}
