import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect } from 'react';

type Focus = { readonly selected: string | null; readonly hovered: string | null };

const SOURCE = 'hotspots';

/** Marks the selected and the hovered cell. Feature state needs no new tiles, so it follows the pointer. */
export function useMapFocus(map: MapLibre | undefined, { selected, hovered }: Focus): void {
  useFeatureFlag(map, 'selected', selected);
  useFeatureFlag(map, 'hovered', hovered);
}

function useFeatureFlag(map: MapLibre | undefined, flag: string, id: string | null): void {
  useEffect(() => {
    if (!map || id === null) return;
    const feature = { source: SOURCE, sourceLayer: SOURCE, id };
    const mark = () => {
      if (map.getSource(SOURCE)) map.setFeatureState(feature, { [flag]: true });
    };
    // A new month brings a new source, which knows nothing of the old one's marks.
    const remark = (event: { sourceId?: string; sourceDataType?: string }) => {
      if (event.sourceId === SOURCE && event.sourceDataType === 'metadata') mark();
    };
    mark();
    map.on('sourcedata', remark);
    return () => {
      map.off('sourcedata', remark);
      if (map.style && map.getSource(SOURCE)) map.removeFeatureState(feature, flag);
    };
  }, [map, flag, id]);
}
