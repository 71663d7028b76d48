'use client';

import { type KeyboardEvent, useEffect, useRef } from 'react';

/** Arrows, Home and End within a list of buttons that is one tab stop; the row that the map points at comes into sight. */
export function useListKeys(hovered: string | null) {
  const rows = useRef<HTMLOListElement>(null);

  // The pointer is on the map: bring the row it means into sight.
  useEffect(() => {
    if (hovered === null || rows.current?.matches(':hover')) return;
    rows.current
      ?.querySelector(`[data-cell="${CSS.escape(hovered)}"]`)
      ?.scrollIntoView({ block: 'nearest' });
  }, [hovered]);

  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...(rows.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    const ends = { Home: 0, End: buttons.length - 1 }[event.key];
    const to = ends ?? (step === undefined ? undefined : at + step);
    const next = to === undefined ? undefined : buttons[to];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return { rows, move };
}
