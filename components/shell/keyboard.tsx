import { Suspense, useEffect, useState } from "react";
import { selectFocused } from "#components/queue/selected-rows.ts";
import { loadLater } from "#components/ui/after-load";
import { areShortcutsOn } from "../device/use-shortcuts-setting.ts";
import { findShortcut, type Shortcut } from "./find-shortcut.ts";
import { ShortcutsSheet } from "./shortcuts-sheet.tsx";

const Palette = loadLater(async () => (await import("#components/search/palette")).Palette);

/**
 * The console's shortcuts, their sheet and the search, with buttons too. A shortcut presses a control
 * of the page, or moves the focus. No shortcut approves: the key for Approve moves the focus, and
 * approving takes the button and the passkey.
 */
export function Keyboard() {
  const [opened, setOpened] = useState<"search" | "shortcuts">();
  useEffect(() => {
    let goAt = -Infinity;
    function press(event: KeyboardEvent) {
      const isAfterG = event.timeStamp - goAt < goMilliseconds;
      const shortcut = findShortcut(event, { areSingleKeysOn: areShortcutsOn(), isAfterG });
      goAt = shortcut === "go" ? event.timeStamp : -Infinity;
      if (!shortcut || shortcut === "go") return;
      event.preventDefault();
      if (shortcut === "search" || shortcut === "shortcuts") return setOpened(shortcut);
      if (shortcut === "select") return selectFocused();
      if (shortcut === "extend-next" || shortcut === "extend-previous") {
        selectFocused(true);
        moveInList(shortcut === "extend-next" ? "next" : "previous");
        return selectFocused(true);
      }
      if ((shortcut === "next" || shortcut === "previous") && moveInList(shortcut)) return;
      const control = findControl(shortcut);
      if (shortcut === "filter" && control && !control.checkVisibility())
        document.querySelector<HTMLElement>("main [data-filters] [popovertarget]")?.click();
      control?.focus();
      if (shortcut !== "approve" && shortcut !== "filter") control?.click();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  useEffect(() => {
    function click({ target }: MouseEvent) {
      if (!(target instanceof Element)) return;
      if (target.closest("[data-search]")) setOpened("search");
      if (target.closest("[data-shortcuts]")) {
        // The sheet gives the focus back to it; the pressed button's own menu is closed then.
        document.querySelector<HTMLElement>("[popovertarget=help]")?.focus();
        setOpened("shortcuts");
      }
    }
    // A press before this script left the focus on the button; so does a Tab, with a visible focus.
    if (document.activeElement?.matches("[data-search]:not(:focus-visible)")) setOpened("search");
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

/** How long after G the key of a page counts. */
const goMilliseconds = 1500;

/** A shortcut's control, focused first, because a closing dialog returns the focus. */
function findControl(shortcut: Shortcut): HTMLElement | undefined {
  const controls = shortcut.startsWith("/")
    ? `nav a[href="${shortcut}"]`
    : shortcut === "filter"
      ? "main [data-filters] :is(select, input:not([type=hidden]))"
      : `[data-shortcut="${shortcut}"]`;
  const found = [...document.querySelectorAll<HTMLElement>(controls)];
  return found.find((control) => control.checkVisibility()) ?? found[0];
}

/** Moves the focus to the next or previous row. Returns whether the page has rows. */
function moveInList(direction: "next" | "previous"): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("main [data-row]")].filter((row) =>
    row.checkVisibility(),
  );
  const item = document.activeElement?.closest("li");
  const current = rows.findIndex(
    (row) => row === document.activeElement || (item && row.closest("li") === item),
  );
  const next = current < 0 ? 0 : current + (direction === "next" ? 1 : -1);
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
  return rows.length > 0;
}
