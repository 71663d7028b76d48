'use client';

import 'maplibre-gl/dist/maplibre-gl.css';
import type { Map as MapLibre, StyleSpecification } from 'maplibre-gl';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Theme } from '@/lib/format/theme';
import type { Camera } from '@/lib/validation/map-state';
import { addImages, createMap, type Padding } from './create-map';
import { GroundCredit } from './ground-credit';
import { GroundNotice } from './ground-notice';
import styles from './map-canvas.module.css';
import { MapControls } from './map-controls';
import { MapMissing } from './map-missing';
import { MapTooltip } from './map-tooltip';
import type { Bounds, ColumnsInput } from './types';
import { useColumns } from './use-columns';
import type { Ground } from './use-ground';
import { useMapFocus } from './use-map-focus';
import { type MapTarget, useMapMotion } from './use-map-motion';
import { useMapPointer } from './use-map-pointer';
import { useMissingTiles } from './use-missing-tiles';
import { useRasterFailure } from './use-raster-failure';

export type MapCanvasProps = {
  readonly theme: Theme;
  readonly mapStyle: StyleSpecification;
  readonly ground: Ground;
  readonly bounds: Bounds;
  readonly padding: () => Padding;
  readonly camera: Camera | null;
  readonly target: MapTarget | undefined;
  /** What the three-dimensional columns show; undefined while they are off. */
  readonly columns: ColumnsInput | undefined;
  /** The layer that is ranked. */
  readonly source: 'hotspots' | 'areas';
  readonly selected: string | null;
  readonly hovered: string | null;
  readonly onHover: (cell: string | null) => void;
  readonly onChoose: (cell: string) => void;
  readonly onCamera: (camera: Camera) => void;
};

/** The one map. It is created once and lives as long as the page; everything else changes its style or camera. */
export function MapCanvas(props: MapCanvasProps) {
  const t = useTranslations('map');
  const holder = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre>();
  const [failed, setFailed] = useState(false);

  const begin = useEffectEvent((container: HTMLElement) => {
    const { mapStyle: style, bounds, padding, camera, theme } = props;
    const created = createMap({
      container,
      style,
      bounds,
      padding: padding(),
      camera,
      label: t('label'),
    });
    addImages(created, theme);
    return created;
  });

  useEffect(() => {
    if (!holder.current) return;
    try {
      const created = begin(holder.current);
      setMap(created);
      return () => {
        setMap(undefined);
        created.remove();
      };
    } catch {
      // Without WebGL2 there is no map; the list is its text equivalent and goes on working.
      setFailed(true);
      return;
    }
  }, []);

  useMapStyleChanges(map, props.mapStyle);
  useEffect(() => {
    if (map) addImages(map, props.theme);
  }, [map, props.theme]);
  useMapMotion(map, props);
  useMapFocus(map, props);
  useColumns(map, props.columns);
  const { ground } = props;
  useRasterFailure(map, ground.raster, ground.fail);
  const { missing, retry } = useMissingTiles(map);
  const { pointed, dismiss } = useMapPointer(map, props);

  return (
    <div className={styles.frame}>
      <div ref={holder} className={styles.canvas} data-testid="map" />
      {pointed ? <MapTooltip pointed={pointed} onClose={dismiss} /> : null}
      {map ? (
        <MapControls map={map} bounds={props.bounds} padding={props.padding}>
          <GroundCredit
            attribution={ground.raster?.attribution}
            approvalNumber={ground.approvalNumber}
          />
        </MapControls>
      ) : null}
      <div className={styles.notices}>
        <GroundNotice ground={ground} />
        {missing.size > 0 ? <MapMissing onRetry={retry} /> : null}
      </div>
      {failed ? <p className={styles.failed}>{t('failed')}</p> : null}
    </div>
  );
}

/** Gives the map what changed of its style; it was made with the first one. */
function useMapStyleChanges(map: MapLibre | undefined, style: StyleSpecification): void {
  const applied = useRef(style);
  useEffect(() => {
    if (!map || applied.current === style) return;
    applied.current = style;
    map.setStyle(style, { diff: true });
  }, [map, style]);
}
