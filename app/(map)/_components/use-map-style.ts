'use client';

import type { StyleSpecification } from 'maplibre-gl';
import { useMemo } from 'react';
import type { RasterSettings } from '@/lib/basemap/types';
import type { Theme } from '@/lib/format/theme';
import type { Locale } from '@/lib/i18n/locale';
import type { LayerId } from '@/lib/layers';
import { buildStyle } from '@/lib/layers/style';
import { townPoints } from '@/lib/layers/town-points';
import type { HotspotQuestion } from './hotspot-address';
import type { View } from './types';

/** What the map draws of a ranking. */
export type Ranked = {
  readonly runId: string;
  readonly places: readonly { readonly rank: number; readonly lon: number; readonly lat: number }[];
};

type Input = {
  readonly theme: Theme;
  readonly locale: Locale;
  readonly view: View;
  /** The ranking shown, of cells or areas; undefined while it is not known. */
  readonly ranked: Ranked | undefined;
  readonly question: HotspotQuestion;
  readonly visible: readonly LayerId[];
  readonly raster: RasterSettings | null;
};

/** Places whose rank stands on the map. */
const NUMBERED = 20;

/** The map's style for what is asked and known; the same object while nothing of it changes. */
export function useMapStyle({
  theme,
  locale,
  view,
  ranked,
  question,
  visible,
  raster,
}: Input): StyleSpecification {
  const shown = visible.join();
  const towns = question.towns.join();
  const { jurisdiction, month, kind } = question;
  return useMemo(
    () =>
      buildStyle({
        look: { theme, english: locale === 'en' },
        request: {
          origin: typeof window === 'undefined' ? '' : window.location.origin,
          jurisdiction,
          month,
          runId: ranked?.runId,
          kind,
        },
        visible: shown === '' ? [] : (shown.split(',') as LayerId[]),
        raster,
        towns: towns === '' ? [] : towns.split(','),
        townPoints: townPoints(view.towns, towns.split(',')),
        ranks: rankPoints(ranked),
      }),
    [theme, locale, view, ranked, jurisdiction, month, kind, shown, raster, towns],
  );
}

function rankPoints(ranked: Ranked | undefined) {
  return {
    type: 'FeatureCollection' as const,
    features: (ranked?.places ?? []).slice(0, NUMBERED).map(({ rank, lon, lat }) => ({
      type: 'Feature' as const,
      geometry: { type: 'Point' as const, coordinates: [lon, lat] },
      properties: { rank },
    })),
  };
}
