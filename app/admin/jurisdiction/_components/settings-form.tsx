'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { send } from '@/app/_components/send';
import { MAXIMUM_BUFFER_METRES } from '@/lib/validation/jurisdiction-limits';
import { type Failed, Failure } from './failure';
import styles from './jurisdiction-page.module.css';
import type { Settings } from './types';

type Props = { readonly settings: Settings };

/** Name, buffer and openness. What was typed stays while the server says no. */
export function SettingsForm({ settings }: Props) {
  const t = useTranslations('adminJurisdiction');
  const router = useRouter();
  const [name, setName] = useState(settings.name);
  const [buffer, setBuffer] = useState(String(settings.bufferMetres));
  const [isPublic, setPublic] = useState(settings.isPublic);
  const [isConfirmed, setConfirmed] = useState(false);
  const [version, setVersion] = useState(settings.version);
  const [state, setState] = useState<'idle' | 'saving' | 'saved'>('idle');
  const [failed, setFailed] = useState<Failed>();
  const isOpening = isPublic && !settings.isPublic;

  async function save(event: FormEvent) {
    event.preventDefault();
    setState('saving');
    setFailed(undefined);
    const body = {
      jurisdiction: settings.code,
      version,
      name,
      bufferMetres: Number(buffer),
      isPublic,
    };
    const answer = await send<{ version: number }>('PATCH', '/api/admin/jurisdiction', body);
    setState(answer.ok ? 'saved' : 'idle');
    if (!answer.ok) return setFailed(answer);
    setVersion(answer.value.version);
    setConfirmed(false);
    router.refresh();
  }

  return (
    <form className={styles.card} onSubmit={save} aria-label={t('settings.title')}>
      <h2>{t('settings.title')}</h2>
      <label className={styles.field}>
        <span>{t('settings.name')}</span>
        <input value={name} required maxLength={100} onChange={(e) => setName(e.target.value)} />
      </label>
      <label className={styles.field}>
        <span>{t('settings.buffer')}</span>
        <input
          type="number"
          required
          min={0}
          max={MAXIMUM_BUFFER_METRES}
          value={buffer}
          onChange={(e) => setBuffer(e.target.value)}
        />
        <small>{t('settings.bufferHint')}</small>
      </label>
      <label className={styles.switch}>
        <input type="checkbox" checked={isPublic} onChange={(e) => setPublic(e.target.checked)} />
        <span>{t('settings.public')}</span>
      </label>
      <p>{t('settings.publicHint')}</p>
      {settings.isPublic ? <p className={styles.warning}>{t('settings.publicNow')}</p> : null}
      {isOpening ? (
        <label className={styles.switch} data-warning>
          <input
            type="checkbox"
            required
            checked={isConfirmed}
            onChange={(e) => setConfirmed(e.target.checked)}
          />
          <span>{t('settings.confirmPublic')}</span>
        </label>
      ) : null}
      <Failure failed={failed} />
      <div className={styles.buttons}>
        <button type="submit" disabled={state === 'saving'} data-primary>
          {t(state === 'saving' ? 'settings.saving' : 'settings.save')}
        </button>
        <span role="status">{state === 'saved' ? t('settings.saved') : null}</span>
      </div>
    </form>
  );
}
