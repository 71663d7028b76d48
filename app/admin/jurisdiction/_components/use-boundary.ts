'use client';

import { useState } from 'react';
import { type Answer, send } from '@/app/_components/send';
import type { Failed } from './failure';
import type { BoundaryChange, Draft, Settings } from './types';

const ADDRESS = '/api/admin/jurisdiction/boundary';

/** The way of a boundary from a draft by its preview to a job. */
export function useBoundary({ code, version }: Settings) {
  const [draft, setDraft] = useState<Draft>();
  const [change, setChange] = useState<BoundaryChange>();
  const [failed, setFailed] = useState<Failed>();
  const [busy, setBusy] = useState(false);
  const [job, setJob] = useState<string>();

  /** Another draft: what was told of the one before holds no more. */
  function take(next: Draft | undefined) {
    setDraft(next);
    setChange(undefined);
    setFailed(undefined);
    setJob(undefined);
  }

  async function ask<T>(work: () => Promise<Answer<T>>): Promise<T | undefined> {
    setBusy(true);
    setFailed(undefined);
    const answer = await work();
    setBusy(false);
    if (answer.ok) return answer.value;
    setFailed(answer);
    return undefined;
  }

  async function preview() {
    const body = { jurisdiction: code, boundary: draft?.geoJson };
    setChange(await ask<BoundaryChange>(() => send('POST', ADDRESS, body)));
  }

  async function save(keepOutside: boolean) {
    const body = { jurisdiction: code, version, keepOutside, boundary: draft?.geoJson };
    const ordered = await ask<{ job: string }>(() => send('PUT', ADDRESS, body));
    if (!ordered) return;
    setJob(ordered.job);
    setChange(undefined);
  }

  const refuse = (words: string) => {
    take(undefined);
    setFailed({ words });
  };
  return { draft, change, failed, busy, job, take, refuse, preview, save };
}
