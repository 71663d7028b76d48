import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect } from 'react';

type Focus = {
  /** The layer that is ranked. */
  readonly source: string;
  readonly selected: string | null;
  readonly hovered: string | null;
};

/** Marks the selected and the hovered cell or area. Feature state needs no new tiles, so it follows the pointer. */
export function useMapFocus(map: MapLibre | undefined, { source, selected, hovered }: Focus): void {
  useFeatureFlag(map, source, { flag: 'selected', id: selected });
  useFeatureFlag(map, source, { flag: 'hovered', id: hovered });
}

function useFeatureFlag(
  map: MapLibre | undefined,
  source: string,
  { flag, id }: { flag: string; id: string | null },
): void {
  useEffect(() => {
    if (!map || id === null) return;
    const feature = { source, sourceLayer: source, id };
    const mark = () => {
      if (map.getSource(source)) map.setFeatureState(feature, { [flag]: true });
    };
    // A new month brings a new source, which knows nothing of the old one's marks.
    const remark = (event: { sourceId?: string; sourceDataType?: string }) => {
      if (event.sourceId === source && event.sourceDataType === 'metadata') mark();
    };
    mark();
    map.on('sourcedata', remark);
    return () => {
      map.off('sourcedata', remark);
      if (map.style && map.getSource(source)) map.removeFeatureState(feature, flag);
    };
  }, [map, source, flag, id]);
}
