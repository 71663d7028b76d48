'use client';

import { useMemo, useState } from 'react';
import type { CalendarDay } from '@/lib/calendar/parse-days';
import { type Exceptions, isWorkingDay } from '@/lib/calendar/working-days';

const NONE: Exceptions = new Map();

/** A year's exceptions while they are edited. */
export type CalendarDraft = {
  /** In order. */
  readonly days: readonly CalendarDay[];
  readonly byDay: ReadonlyMap<string, CalendarDay>;
  /** With those of the neighbouring years. */
  readonly exceptions: Exceptions;
  /** How many days are not as they were saved. */
  readonly changes: number;
  readonly toggle: (day: string) => void;
  readonly rename: (day: string, name: string) => void;
  readonly restore: (day: string) => void;
  readonly add: (days: readonly CalendarDay[]) => void;
  readonly reset: () => void;
};

export function useCalendarDraft(saved: readonly CalendarDay[], year: number): CalendarDraft {
  const original = useMemo(
    () => new Map(saved.filter(({ day }) => isOf(day, year)).map((each) => [each.day, each])),
    [saved, year],
  );
  const [byDay, setByDay] = useState<ReadonlyMap<string, CalendarDay>>(original);
  const days = [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
  const neighbours = saved.filter(({ day }) => !isOf(day, year));
  const all = [...new Set([...original.keys(), ...byDay.keys()])];

  function edit(change: (draft: Map<string, CalendarDay>) => void) {
    setByDay((before) => {
      const draft = new Map(before);
      change(draft);
      return draft;
    });
  }
  return {
    days,
    byDay,
    exceptions: new Map([...neighbours, ...days].map(({ day, isWorking }) => [day, isWorking])),
    changes: all.filter((day) => !isSame(original.get(day), byDay.get(day))).length,
    toggle: (day) =>
      edit((draft) => {
        if (draft.has(day)) draft.delete(day);
        else draft.set(day, { day, isWorking: !isWorkingDay(day, NONE), name: null });
      }),
    rename: (day, name) =>
      edit((draft) => {
        const known = draft.get(day);
        if (known) draft.set(day, { ...known, name: name.trim() === '' ? null : name });
      }),
    restore: (day) => edit((draft) => void draft.delete(day)),
    add: (added) =>
      edit((draft) => {
        for (const each of added) draft.set(each.day, each);
      }),
    reset: () => setByDay(original),
  };
}

function isOf(day: string, year: number): boolean {
  return day.startsWith(`${year}-`);
}

function isSame(one: CalendarDay | undefined, other: CalendarDay | undefined): boolean {
  return one?.isWorking === other?.isWorking && one?.name === other?.name;
}
