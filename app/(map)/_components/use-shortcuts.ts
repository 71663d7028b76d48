'use client';

import { useEffect, useEffectEvent } from 'react';
import { addMonths, clampMonth } from '@/lib/format/month';

type Shortcuts = {
  readonly month: string;
  readonly months: { readonly first: string; readonly last: string } | undefined;
  readonly onMonth: (month: string) => void;
  readonly onPresent: () => void;
  readonly onEscape: () => void;
};

/** Elements that use the same keys themselves. */
const OWN_KEYS = 'input, textarea, select, [role="menu"], [role="listbox"], canvas';

/** ←/→ change the month, F the presentation mode, Escape closes; never while something else wants the key. */
export function useShortcuts({ month, months, onMonth, onPresent, onEscape }: Shortcuts): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape') onEscape();
    else if (event.key === 'f' || event.key === 'F') onPresent();
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || !months) return;
    event.preventDefault();
    const next = clampMonth(addMonths(month, step), months);
    if (next !== month) onMonth(next);
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isMeantForSomethingElse(event)) press(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function isMeantForSomethingElse({
  defaultPrevented,
  ctrlKey,
  metaKey,
  altKey,
  target,
}: KeyboardEvent): boolean {
  const isChord = ctrlKey || metaKey || altKey;
  return (
    defaultPrevented || isChord || (target instanceof Element && target.closest(OWN_KEYS) !== null)
  );
}
