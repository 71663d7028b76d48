/** Night for the wall, day for the desk. */
export const THEMES = ['night', 'day'] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = 'theme';

/** The theme of a cookie's value; night for anything unknown. */
export function themeOf(value: string | undefined): Theme {
  return value === 'day' ? 'day' : 'night';
}
