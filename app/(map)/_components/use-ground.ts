'use client';

import { useCallback, useState } from 'react';
import { hostOf } from '@/lib/basemap/template';
import type { RasterSettings, ViewedBasemap } from '@/lib/basemap/types';
import { type GroundFailure, reasonOf } from './ground-failure';

export type Ground = {
  /** Tiles to draw; null: the built-in ground. */
  readonly raster: RasterSettings | null;
  readonly approvalNumber: string | null;
  /** What is to be told of tiles that cannot be had; undefined where nothing is, or where it was read. */
  readonly failure: GroundFailure | undefined;
  /** @param status of the answer; 0 where there was none. */
  readonly fail: (status: number) => void;
  /** Asks for the tiles once more; undefined where that cannot help. */
  readonly retry: (() => void) | undefined;
  readonly dismiss: () => void;
};

/** The ground that is drawn: the one chosen, or the built-in one once the other has failed. */
export function useGround({ approvalNumber, raster, refusedHost }: ViewedBasemap): Ground {
  const [failed, setFailed] = useState<{ readonly template: string; readonly status: number }>();
  const [dismissed, setDismissed] = useState<string>();
  const template = raster?.template;
  const isFailed = failed !== undefined && failed.template === template;

  const fail = useCallback(
    (status: number) => {
      if (template !== undefined) setFailed({ template, status });
    },
    [template],
  );
  const host = refusedHost ?? (isFailed && raster ? hostOf(raster) : undefined);
  const status = refusedHost === null ? (failed?.status ?? 0) : 0;
  const reason = refusedHost === null ? reasonOf(status) : 'unlisted';
  const hasNews = host !== undefined && host !== dismissed;
  const again = () => {
    setDismissed(undefined);
    setFailed(undefined);
  };
  return {
    raster: isFailed ? null : raster,
    approvalNumber,
    failure: hasNews ? { host, status, reason } : undefined,
    fail,
    retry: refusedHost === null ? again : undefined,
    dismiss: () => setDismissed(host),
  };
}
