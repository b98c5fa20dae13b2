"use client";

import { AfterLoad, loadLater } from "#components/ui/after-load";

const Keyboard = loadLater(async () => (await import("./keyboard.tsx")).Keyboard);

/** Keyboard shortcuts, which no page needs at first. */
export function KeyboardLater() {
  return (
    <AfterLoad>
      <Keyboard />
    </AfterLoad>
  );
}
