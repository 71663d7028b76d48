'use client';

import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react';
import type { Map as MapLibre } from 'maplibre-gl';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { usePreferences } from '@/app/_components/preferences';
import { scaleBar } from '@/lib/format/scale';
import type { Padding } from './create-map';
import styles from './map-controls.module.css';
import type { Bounds } from './types';

type Props = {
  readonly map: MapLibre;
  readonly bounds: Bounds;
  readonly padding: () => Padding;
  /** What stands below the scale. */
  readonly children: ReactNode;
};

/** Zoom, the whole jurisdiction, and how long a kilometre is. */
export function MapControls({ map, bounds, padding, children }: Props) {
  const t = useTranslations('map');
  return (
    <div className={styles.controls}>
      <div className={styles.notes}>
        <Scale map={map} />
        {children}
      </div>
      <div className={styles.buttons}>
        <button type="button" aria-label={t('zoomIn')} onClick={() => map.zoomIn()}>
          <IconPlus size={18} />
        </button>
        <button type="button" aria-label={t('zoomOut')} onClick={() => map.zoomOut()}>
          <IconMinus size={18} />
        </button>
        <button
          type="button"
          aria-label={t('fit')}
          onClick={() => map.fitBounds([...bounds], { padding: padding() })}
        >
          <IconFocusCentered size={18} />
        </button>
      </div>
    </div>
  );
}

function Scale({ map }: { readonly map: MapLibre }) {
  const t = useTranslations('map');
  const { locale } = usePreferences();
  const [camera, setCamera] = useState({ lat: 0, zoom: 10 });
  useEffect(() => {
    const read = () => setCamera({ lat: map.getCenter().lat, zoom: map.getZoom() });
    read();
    map.on('moveend', read);
    return () => {
      map.off('moveend', read);
    };
  }, [map]);
  const { pixels, label } = scaleBar(camera, locale);
  return (
    <div className={styles.scale} role="img" aria-label={`${t('scale')} ${label}`}>
      <span>{label}</span>
      <span className={styles.bar} style={{ width: pixels }} />
    </div>
  );
}
