"use client";

import { type FormEvent, useState } from "react";
import { followed, type Ticks } from "./checkbox-merge.ts";

/**
 * The ticked checkboxes of one name in a form, while a person edits them.
 * @param now the current state, which may change while the form is open. The form sends `seen` and
 * draws its checkboxes from it, keyed by `round`: see {@link Ticks}
 */
export function useTicked(field: string, now: string[]) {
  const [previous, setTicks] = useState<Ticks>({ seen: now, ticked: now, round: 0 });
  const ticks = followed(previous, now);
  if (ticks !== previous) setTicks(ticks);
  function onChange(event: FormEvent<HTMLFormElement>) {
    const ticked = new FormData(event.currentTarget).getAll(field).map(String);
    setTicks((before) => ({ ...before, ticked }));
  }
  return { ...ticks, onChange };
}
