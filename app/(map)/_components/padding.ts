import type { Padding } from './create-map';

/** Below this width the panel is a sheet from below; the same figure as in the style sheets. */
export const PHONE_PIXELS = 760;
const BREATH = 28;

/** How far panels cover the map, so that what the camera is sent to lies in the open part. */
export function paddingOf({
  panelOpen,
  present,
}: {
  panelOpen: boolean;
  present: boolean;
}): Padding {
  const { innerWidth, innerHeight } = window;
  if (innerWidth < PHONE_PIXELS) {
    const sheet = panelOpen ? innerHeight * 0.46 : 64;
    return { top: 104, right: 16, bottom: sheet + 56 + 12, left: 16 };
  }
  if (present) return { top: 96, right: 300, bottom: BREATH, left: BREATH };
  return {
    top: 56 + BREATH,
    right: (panelOpen ? 412 : 0) + BREATH,
    bottom: BREATH,
    left: 64 + BREATH,
  };
}
