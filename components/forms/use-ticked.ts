import { type FormEvent, useState } from "react";

/**
 * The ticked checkboxes of a name in a form, while a person edits.
 * @param now the current state, which may change while the form is open. The form sends `seen` and draws its
 * checkboxes from `seen`, keyed by `round`: see {@link Ticks}
 * @param saved identifies the last save of a form with typed people. Typed text has no ID to compare
 * with `now`, so a save draws the checkboxes again.
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

/** The checkboxes of a form, and the state they were drawn from. */
export interface Ticks {
  /** The state of the drawn checkboxes: saving removes only entries in the editor's sight. */
  seen: readonly string[];
  ticked: readonly string[];
  /** Increases when the checkboxes have to be redrawn. */
  round: number;
}

/** Follows the current state. Changed checkboxes stay with their original, so the server can refuse. */
export function followed(ticks: Ticks, now: readonly string[]): Ticks {
  const { seen, ticked, round } = ticks;
  if (hasSameMembers(seen, now)) return ticks;
  if (hasSameMembers(ticked, now)) return { seen: now, ticked, round };
  return hasSameMembers(ticked, seen) ? { seen: now, ticked: now, round: round + 1 } : ticks;
}

function hasSameMembers(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}
