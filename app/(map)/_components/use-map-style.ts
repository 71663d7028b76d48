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
import type { HotspotList, View } from './types';

type Input = {
  readonly theme: Theme;
  readonly locale: Locale;
  readonly view: View;
  readonly list: HotspotList | undefined;
  readonly question: HotspotQuestion;
  readonly visible: readonly LayerId[];
  readonly raster: RasterSettings | null;
};

/** Cells whose rank stands on the map. */
const NUMBERED = 20;

/** The map's style for what is asked and known; the same object while nothing of it changes. */
export function useMapStyle({
  theme,
  locale,
  view,
  list,
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
          runId: list?.runId,
          kind,
        },
        visible: shown === '' ? [] : (shown.split(',') as LayerId[]),
        raster,
        towns: towns === '' ? [] : towns.split(','),
        townPoints: townPoints(view.towns, towns.split(',')),
        ranks: rankPoints(list),
      }),
    [theme, locale, view, list, jurisdiction, month, kind, shown, raster, towns],
  );
}

function rankPoints(list: HotspotList | undefined) {
  return {
    type: 'FeatureCollection' as const,
    features: (list?.cells ?? []).slice(0, NUMBERED).map(({ rank, lon, lat }) => ({
      type: 'Feature' as const,
      geometry: { type: 'Point' as const, coordinates: [lon, lat] },
      properties: { rank },
    })),
  };
}
