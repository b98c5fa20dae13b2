"use client";

import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "#components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "#components/ui/dialog";
import { isPlainClick } from "#components/ui/link";
import { useSheet } from "./sheet-context.ts";
import { useFormChanges } from "./use-form-changes.ts";

/**
 * Asks before Escape, Back or a link, such as Close and Cancel, discards the changes of an editor:
 * of its sheet, or of its own page. While the editor saves, they do nothing: a sheet that closes
 * would say that nothing is saved. Loads with the editor, and not with every page.
 * @param within an element of the editor's form.
 * @returns the question.
 */
export function useUnsaved(isSaving: boolean, within: RefObject<HTMLElement | null>): ReactNode {
  const sheet = useSheet();
  const isFormChanged = useFormChanges(within, sheet === undefined);
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
      if (!isSaving) setLeave(() => act);
    };
    const close = () => dialog?.close();
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
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || !isPlainClick(event, link) || isOnThisPage(link) || !isHeld()) return;
      // React's handlers follow a link that they hear of.
      event.stopPropagation();
      hold(event, () => link.click());
    };
    const onNavigate = (event: NavigateEvent) => {
      const { key } = event.destination;
      if (event.navigationType === "traverse") hold(event, () => void navigation.traverseTo(key));
    };
    // The browser asks with its own words. What is being saved has left the page.
    const onUnload = (event: Event) => {
      if (!isSaving && isHeld()) event.preventDefault();
    };
    dialog?.addEventListener("keydown", onKey);
    dialog?.addEventListener("cancel", onCancel);
    around.addEventListener("click", onClick);
    window.navigation?.addEventListener("navigate", onNavigate);
    window.addEventListener("beforeunload", onUnload);
    return () => {
      dialog?.removeEventListener("keydown", onKey);
      dialog?.removeEventListener("cancel", onCancel);
      around.removeEventListener("click", onClick);
      window.navigation?.removeEventListener("navigate", onNavigate);
      window.removeEventListener("beforeunload", onUnload);
    };
  }, [sheet, isFormChanged, isSaving]);

  return (
    <DiscardQuestion
      isOpen={leave !== undefined}
      onKeep={() => setLeave(undefined)}
      onDiscard={() => {
        isDiscarded.current = true;
        // The question returns the focus to the sheet before the sheet returns it to the page.
        flushSync(() => setLeave(undefined));
        leave?.();
      }}
    />
  );
}

/** Such as "Skip to content". */
function isOnThisPage(link: HTMLAnchorElement): boolean {
  return link.getAttribute("href")?.startsWith("#") === true;
}

function DiscardQuestion(props: { isOpen: boolean; onKeep: () => void; onDiscard: () => void }) {
  return (
    <Dialog open={props.isOpen} onOpenChange={props.onKeep}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Discard your changes?</DialogTitle>
          <DialogDescription>What you changed here isn't saved to the draft.</DialogDescription>
        </DialogHeader>
        <DialogFooter>
          <Button variant="outline" onClick={props.onKeep}>
            Keep editing
          </Button>
          <Button variant="destructive" onClick={props.onDiscard}>
            Discard changes
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
