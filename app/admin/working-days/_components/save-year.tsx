'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Answer, send } from '@/app/_components/send';
import base from '../../_components/admin-table.module.css';
import type { Place } from './types';
import type { CalendarDraft } from './use-calendar-draft';

type Props = {
  readonly place: Place;
  readonly year: number;
  readonly version: number;
  readonly draft: CalendarDraft;
};

/** Saves what was changed, says why not, or undoes it. */
export function SaveYear({ place, year, version, draft }: Props) {
  const t = useTranslations('adminWorkingDays');
  const router = useRouter();
  const [answer, setAnswer] = useState<Answer<unknown>>();

  async function save() {
    const { days } = draft;
    const body = { jurisdiction: place.code, version, days };
    const told = await send('PUT', `/api/admin/working-days/${year}`, body);
    setAnswer(told);
    if (told.ok) router.refresh();
  }
  function load() {
    setAnswer(undefined);
    router.refresh();
  }

  return (
    <>
      <div className={base.buttons}>
        <button type="button" data-primary disabled={draft.changes === 0} onClick={save}>
          {t('save')}
        </button>
        <button type="button" disabled={draft.changes === 0} onClick={draft.reset}>
          {t('undo')}
        </button>
        <span role="status">
          {draft.changes > 0 ? t('unsaved', { count: draft.changes }) : null}
        </span>
      </div>
      {answer && !answer.ok ? <Refusal refused={answer} onLoad={load} /> : null}
    </>
  );
}

type Refused = Extract<Answer<unknown>, { ok: false }>;

function Refusal({ refused, onLoad }: { refused: Refused; onLoad: () => void }) {
  const t = useTranslations('adminWorkingDays');
  const { isConflict, reason, requestId } = refused;
  const why = isConflict ? t('refusal.CONFLICT') : t('refusal.other', { id: requestId ?? '—' });
  return (
    <div className={base.warning} role="alert">
      <p>{reason === null ? t('unreachable') : why}</p>
      {isConflict ? (
        <button type="button" onClick={onLoad}>
          {t('load')}
        </button>
      ) : null}
    </div>
  );
}
