"use client";

import { type FormEvent, useState } from "react";
import { followed, type Ticks } from "./checkbox-merge.ts";

/**
 * The ticked checkboxes of one name in a form, while a person edits them.
 * @param now the current state, which may change while the form is open. The form sends `seen` and
 * draws its checkboxes from it, keyed by `round`: see {@link Ticks}
 * @param saved identifies the last save of a form in which people are typed. Typed text has no ID to
 * compare with `now`, so a save draws the checkboxes again.
 */
export function useTicked(field: string, now: string[], saved?: object) {
  const [previous, setTicks] = useState<Ticks>({ seen: now, ticked: now, round: 0 });
  const [drawnAfter, setDrawnAfter] = useState(saved);
  const isSaved = saved !== undefined && saved !== drawnAfter;
  if (isSaved) setDrawnAfter(saved);
  const ticks = isSaved ? { seen: now, ticked: now, round: previous.round + 1 } : followed(previous, now);
  if (ticks !== previous) setTicks(ticks);
  function onChange(event: FormEvent<HTMLFormElement>) {
    const sent = new FormData(event.currentTarget).getAll(field).map(String);
    const ticked = sent.filter((text) => text.trim() !== "");
    setTicks((before) => ({ ...before, ticked }));
  }
  return { ...ticks, onChange };
}
