'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { send } from '@/app/_components/send';
import { type BasemapRefusal, basemapRefusalOf } from '@/lib/basemap/refusals';
import { BASEMAP_LIMITS } from '@/lib/validation/basemap-limits';
import styles from '../../jurisdiction/_components/jurisdiction-page.module.css';
import { type Draft, faultOf, settingsOf } from './draft';
import { GroundChoice } from './ground-choice';
import { RasterFields } from './raster-fields';
import { Refused, type WhyNot } from './refused';
import type { Place } from './types';

type Props = {
  readonly place: Place;
  readonly version: number;
  readonly draft: Draft;
  readonly hosts: readonly string[];
  readonly onChange: (change: Partial<Draft>) => void;
};

/** The ground, its tiles and the approval number. What was typed stays while the server says no. */
export function BasemapForm({ place, version: read, draft, hosts, onChange }: Props) {
  const t = useTranslations('adminBasemap');
  const router = useRouter();
  const [version, setVersion] = useState(read);
  const [state, setState] = useState<'idle' | 'saving' | 'saved'>('idle');
  const [whyNot, setWhyNot] = useState<WhyNot>();
  const settings = settingsOf(draft);

  async function save(event: FormEvent) {
    event.preventDefault();
    const fault: BasemapRefusal | undefined = faultOf(settings, hosts);
    setState(fault ? 'idle' : 'saving');
    setWhyNot(fault && { refusal: fault });
    if (fault) return;
    const body = { jurisdiction: place.code, version, ...settings };
    const answer = await send<{ version: number }>('PUT', '/api/admin/basemap', body);
    setState(answer.ok ? 'saved' : 'idle');
    if (!answer.ok) {
      const { code, requestId, reason } = answer;
      return setWhyNot({ refusal: basemapRefusalOf(code), requestId, isSilent: reason === null });
    }
    setVersion(answer.value.version);
    router.refresh();
  }

  return (
    <form className={styles.card} onSubmit={save} aria-label={t('title')}>
      <GroundChoice draft={draft} hosts={hosts} onChange={onChange} />
      {draft.isRaster ? <RasterFields draft={draft} onChange={onChange} /> : null}
      <label className={styles.field}>
        <span>{t('approval')}</span>
        <input
          value={draft.approvalNumber}
          maxLength={BASEMAP_LIMITS.approvalNumberCharacters}
          onChange={(e) => onChange({ approvalNumber: e.target.value })}
        />
        <small>{t('approvalHint')}</small>
      </label>
      {place.isPublic && settings.approvalNumber === null ? (
        <p className={styles.warning}>{t('needsApproval')}</p>
      ) : null}
      <Refused whyNot={whyNot} />
      <div className={styles.buttons}>
        <button type="submit" disabled={state === 'saving'} data-primary>
          {t(state === 'saving' ? 'saving' : 'save')}
        </button>
        <span role="status">{state === 'saved' ? t('saved') : null}</span>
      </div>
    </form>
  );
}
