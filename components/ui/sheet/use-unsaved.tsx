"use client";

import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { isPlainClick } from "#components/ui/link";
import { LeaveQuestion } from "./leave-question.tsx";
import { useSheet } from "./sheet-context.ts";
import { useFormChanges } from "./use-form-changes.ts";

/**
 * Asks before Escape, Back, a link, such as Close and Cancel, or *Sign out* discards the changes
 * of an editor: of its sheet, or of its own page. While the editor saves, a sheet stays: one that
 * closes would say that nothing is saved. A page asks. Loads with the editor, and not with every
 * page.
 * @param within an element of the editor's form.
 * @param saved changes when the form is saved and stays on its page.
 * @returns the question.
 */
export function useUnsaved(
  isSaving: boolean,
  within: RefObject<HTMLElement | null>,
  saved?: number,
): ReactNode {
  const sheet = useSheet();
  const isFormChanged = useFormChanges(within, sheet === undefined, saved);
  const [leave, setLeave] = useState<() => void>();
  const isDiscarded = useRef(false);

  useEffect(() => {
    const dialog = sheet?.dialog.current;
    // Before React's own listeners, which are on the document.
    const around = dialog ?? document.body;
    const isChanged = sheet?.isChanged ?? isFormChanged;
    const isHeld = () => !isDiscarded.current && (isSaving || isChanged());
    const hold = (event: Event, act: () => void) => {
      if (!event.cancelable || event.defaultPrevented || !isHeld()) return;
      event.preventDefault();
      if (!isSaving || !dialog) setLeave(() => act);
    };
    const close = () => dialog?.close();
    // The router changes the page only after the answer, and an editor leads elsewhere once it is
    // saved.
    const goTo = (url: string, act: () => void) => (isSaving ? window.location.assign(url) : act());
    // The browser's own cancel can be prevented only once between two acts of the person, the key
    // always.
    const onKey = (event: KeyboardEvent) => {
      const isOfSheet = event.target instanceof Element && event.target.closest("dialog") === dialog;
      if (event.key === "Escape" && isOfSheet && !dialog?.querySelector(":popover-open")) hold(event, close);
    };
    // Android's Back closes a dialog as well.
    const onCancel = (event: Event) => {
      if (event.target === dialog) hold(event, close);
    };
    const onClick = (event: MouseEvent) => {
      const way = event.target instanceof Element ? event.target.closest<HTMLElement>(waysOut) : null;
      if (!way || (way instanceof HTMLAnchorElement && !isWayOut(event, way)) || !isHeld()) return;
      // React's handlers follow a link that they hear of.
      event.stopPropagation();
      hold(event, () => (way instanceof HTMLAnchorElement ? goTo(way.href, () => way.click()) : way.click()));
    };
    // What is typed after a way out has failed.
    const onInput = () => {
      isDiscarded.current = false;
    };
    const onNavigate = (event: NavigateEvent) => {
      const { key, url } = event.destination;
      const goBack = () => void navigation.traverseTo(key);
      if (event.navigationType === "traverse") hold(event, () => goTo(url, goBack));
    };
    // The browser asks with its own words. What is being saved has left the page.
    const onUnload = (event: Event) => {
      if (!isSaving && isHeld()) event.preventDefault();
    };
    dialog?.addEventListener("keydown", onKey);
    dialog?.addEventListener("cancel", onCancel);
    around.addEventListener("click", onClick);
    around.addEventListener("input", onInput);
    window.navigation?.addEventListener("navigate", onNavigate);
    window.addEventListener("beforeunload", onUnload);
    return () => {
      dialog?.removeEventListener("keydown", onKey);
      dialog?.removeEventListener("cancel", onCancel);
      around.removeEventListener("click", onClick);
      around.removeEventListener("input", onInput);
      window.navigation?.removeEventListener("navigate", onNavigate);
      window.removeEventListener("beforeunload", onUnload);
    };
  }, [sheet, isFormChanged, isSaving]);

  return (
    <LeaveQuestion
      isOpen={leave !== undefined}
      isSaving={isSaving}
      onKeep={() => setLeave(undefined)}
      onLeave={() => {
        isDiscarded.current = true;
        // The question returns the focus to the sheet before the sheet returns it to the page.
        flushSync(() => setLeave(undefined));
        leave?.();
      }}
    />
  );
}

/** Links, and buttons that leave the page, such as *Sign out*. */
const waysOut = "a, [data-leaves-page]";

/** Not a link into a new tab, and not "Skip to content". */
function isWayOut(event: MouseEvent, link: HTMLAnchorElement): boolean {
  return isPlainClick(event, link) && link.getAttribute("href")?.startsWith("#") !== true;
}
