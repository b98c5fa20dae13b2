"use client";

import { Suspense, useEffect, useState } from "react";
import { loadLater } from "#components/ui/after-load";
import { findShortcut } from "./find-shortcut.ts";
import { moveInList } from "./move-in-list.ts";
import { ShortcutsSheet } from "./shortcuts-sheet.tsx";
import { areShortcutsOn } from "./use-shortcuts-setting.ts";

const Palette = loadLater(async () => (await import("#components/search/palette")).Palette);

/**
 * The shortcuts of the console, and the search, which a button opens as well. Each shortcut presses a
 * control that the page shows, or moves the focus. No shortcut approves: approving takes the button
 * and the passkey.
 */
export function Keyboard() {
  const [opened, setOpened] = useState<"search" | "shortcuts">();
  useEffect(() => {
    function press(event: KeyboardEvent) {
      const shortcut = findShortcut(event, areShortcutsOn());
      if (!shortcut) return;
      event.preventDefault();
      if (shortcut === "next" || shortcut === "previous") moveInList(shortcut);
      else if (shortcut === "deny") pressDeny();
      else setOpened(shortcut);
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  useEffect(() => {
    function click({ target }: MouseEvent) {
      if (target instanceof Element && target.closest("[data-search]")) setOpened("search");
    }
    document.addEventListener("click", click);
    return () => document.removeEventListener("click", click);
  }, []);
  return (
    <>
      {opened === "search" ? (
        <Suspense>
          <Palette onClose={() => setOpened(undefined)} onShortcuts={() => setOpened("shortcuts")} />
        </Suspense>
      ) : null}
      <ShortcutsSheet
        isOpen={opened === "shortcuts"}
        onOpenChange={(isOpen) => setOpened(isOpen ? "shortcuts" : undefined)}
      />
    </>
  );
}

/** The dialog gives the focus back to the button when it closes. A disabled button ignores both. */
function pressDeny(): void {
  const button = document.querySelector<HTMLElement>('[data-shortcut="deny"]');
  button?.focus();
  button?.click();
}
