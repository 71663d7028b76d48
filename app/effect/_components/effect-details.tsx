'use client';

import Link from 'next/link';
import { CountTable } from './count-table';
import { DifferenceSection } from './difference-section';
import styles from './effect-page.module.css';
import { stateOf, toneOf, useEffectText } from './effect-text';
import { PageHeader } from './page-header';
import { TestSection, YearSection } from './test-sections';
import type { SectionProps } from './types';
import { WddSection } from './wdd-section';

/** One evaluation: what can be told, what was registered, then each method with what it rests on. */
export function EffectDetails({ place, effect }: SectionProps) {
  const { t } = useEffectText(place);
  const { registration, assessment } = effect;
  const towns = registration.areas.flatMap(({ part, townId }) =>
    part === 'treated' && townId ? [townId] : [],
  );
  const map = new URLSearchParams({
    ...{ jurisdiction: place.code, month: registration.during.from },
    ...(towns.length > 0 && { towns: towns.join(',') }),
  });
  return (
    <main className={styles.page}>
      <PageHeader place={place} title={registration.name}>
        <Link href={`/effect?jurisdiction=${place.code}`}>{t('toList')}</Link>
        <Link href={`/?${map}`}>{t('onMap')}</Link>
      </PageHeader>
      <Verdict place={place} effect={effect} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Registered place={place} effect={effect} />
          <CountTable place={place} effect={effect} />
        </div>
        <div className={styles.column}>
          <WddSection place={place} effect={effect} />
          <DifferenceSection place={place} effect={effect} />
          <div className={styles.pair}>
            <TestSection place={place} effect={effect} />
            <YearSection place={place} effect={effect} />
          </div>
        </div>
      </div>
      <p className={styles.intro}>{t('assumed')}</p>
      <p className={styles.intro}>
        {assessment.asOf.facts ? t('demoNote', { demo: place.isDemo ? 'yes' : 'no' }) : null}
      </p>
    </main>
  );
}

function Verdict({ place, effect }: SectionProps) {
  const { t, words, sentence, span } = useEffectText(place);
  const { registration, assessment } = effect;
  const { asOf, notes, verdict } = assessment;
  const state = stateOf(registration, assessment);
  // That counts are scaled is the rule, and stands beside them.
  const warnings = notes.filter((note) => note !== 'scaled');
  return (
    <section className={styles.answer} data-tone={toneOf(assessment)} aria-label={t('answer')}>
      <p className={styles.lead}>{sentence(assessment)}</p>
      <p>
        <span className={styles.tag} data-state={state}>
          {t(`state.${state}`)}
        </span>{' '}
        <span className={styles.tag} data-late={registration.isLate}>
          {registration.isLate ? t('late') : t('early')}
        </span>{' '}
        {verdict.basis ? t(`basis.${verdict.basis}`) : null}{' '}
        {t('asOf', {
          version: String(asOf.dataVersion),
          span: asOf.facts ? span(asOf.facts) : t('noIncidents'),
        })}
      </p>
      {warnings.length > 0 ? (
        <ul className={styles.notes}>
          {warnings.map((note) => (
            <li key={note}>{words(`note.${note}`)}</li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function Registered({ place, effect }: SectionProps) {
  const text = useEffectText(place);
  const { t, words, areas, span, list, instant, kinds, count } = text;
  const { registration } = effect;
  const { registeredBy, ringMetres, origins } = registration;
  const facts: readonly (readonly [string, string])[] = [
    [words('part.treated'), list(areas(registration, 'treated'))],
    [words('part.control'), list(areas(registration, 'control'))],
    [t('during'), span(registration.during)],
    [t('before'), span(registration.before)],
    [t('kinds'), kinds(registration.kinds)],
    [t('origins'), list(origins.map((origin) => t(`origin.${originOf(origin)}`)))],
    [t('ring'), ringMetres > 0 ? t('metres', { metres: count(ringMetres) }) : t('noRing')],
    [
      t('registered'),
      t('registeredBy', {
        who: registeredBy ?? t('unknownPerson'),
        at: instant(registration.registeredAt),
      }),
    ],
    ...(registration.note ? [[t('note'), registration.note] as const] : []),
  ];
  return (
    <section className={styles.section} aria-labelledby="registered">
      <h2 id="registered">{t('whatIsRegistered')}</h2>
      <dl className={styles.rows}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.definition}>{t('neverChanged')}</p>
    </section>
  );
}

const ORIGINS = ['citizen', 'patrol', 'department'] as const;

const originOf = (origin: string) => ORIGINS.find((each) => each === origin) ?? 'citizen';
