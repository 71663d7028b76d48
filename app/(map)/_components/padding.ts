import type { Padding } from './create-map';

/** Below this width the panel is a sheet from below; the same figure as in the style sheets. */
const PHONE_PIXELS = 760;
const BREATH = 28;
const RAIL = 72;
const PANEL = 412;
const STRIP = 66;
const LEGEND_SHARE = 0.15;

/** How far panels cover the map, so that what the camera is sent to lies in the open part. */
export function paddingOf({
  panelOpen,
  present,
  hasStrip,
}: {
  panelOpen: boolean;
  present: boolean;
  /** The campaign's strip lies over the top of the map. */
  hasStrip: boolean;
}): Padding {
  const { innerWidth, innerHeight } = window;
  const top = hasStrip ? STRIP : 0;
  if (innerWidth < PHONE_PIXELS) {
    const sheet = panelOpen ? innerHeight * 0.46 : 48;
    return { top: top + 16, right: 16, bottom: sheet + 16, left: 16 };
  }
  if (present) return { top: top + BREATH, right: BREATH, bottom: BREATH, left: BREATH };
  const right = panelOpen ? PANEL : 0;
  // The legend lies over the lower left: the more room there is, the further the map keeps away from it.
  const legend = (innerWidth - RAIL - right) * LEGEND_SHARE;
  return { top: top + BREATH, right: right + BREATH, bottom: BREATH, left: RAIL + BREATH + legend };
}
