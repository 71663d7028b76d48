import type { Padding } from './create-map';

/** Below this width the panel is a sheet from below; the same figure as in the style sheets. */
const PHONE_PIXELS = 760;
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
    const sheet = panelOpen ? innerHeight * 0.46 : 48;
    return { top: 56, right: 16, bottom: sheet + 16, left: 16 };
  }
  if (present) return { top: BREATH, right: BREATH, bottom: BREATH, left: BREATH };
  return { top: BREATH, right: (panelOpen ? 412 : 0) + BREATH, bottom: BREATH, left: 72 + BREATH };
}
