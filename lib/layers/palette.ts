import type { Theme } from '@/lib/format/theme';

/** The quiet colours of ground, water, roads and labels: everything that is not a statement. */
export const PALETTE = {
  night: {
    outside: '#070b12',
    land: '#0d1521',
    water: '#0f2a43',
    waterLine: '#143553',
    roadMajor: '#3d536f',
    roadMiddle: '#2a3c54',
    roadMinor: '#1a2738',
    townLine: '#3b526e',
    outline: '#6d8bb0',
    campaign: '#4fd1e0',
    label: '#b4c4d8',
    labelMinor: '#9aacc2',
    halo: '#0a111b',
    focus: '#ffffff',
    hover: '#8fe6f2',
  },
  day: {
    outside: '#dfe4ea',
    land: '#f7f8fa',
    water: '#bcd8ea',
    waterLine: '#a3c7de',
    roadMajor: '#b9c3cf',
    roadMiddle: '#d0d7df',
    roadMinor: '#e3e7ec',
    townLine: '#9aa9ba',
    outline: '#56697f',
    campaign: '#00748a',
    label: '#33435a',
    labelMinor: '#5b6b80',
    halo: '#ffffff',
    focus: '#0b1524',
    hover: '#00748a',
  },
} as const satisfies Record<Theme, Record<string, string>>;

/** Fonts of map labels; MapLibre draws them locally when a style names no glyph server. */
export const MAP_FONT = [
  'Noto Sans SC',
  'Noto Sans CJK SC',
  'PingFang SC',
  'Microsoft YaHei',
  'sans-serif',
];
