"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
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

/**
 * Asks before Escape, a press, Back or Cancel discards what was typed in a sheet. Without changes,
 * `close` closes immediately.
 */
export function useUnsaved(ref: RefObject<HTMLDialogElement | null>, isOpen: boolean) {
  const [leave, setLeave] = useState<() => void>();
  const isTyped = useRef(false);

  useEffect(() => {
    const dialog = ref.current;
    if (!dialog || !isOpen) return;
    const askUnlessSaved = (event: Event, act: () => void) => {
      if (!isTyped.current || !event.cancelable || event.defaultPrevented) return;
      event.preventDefault();
      setLeave(() => act);
    };
    const close = () => dialog.close();
    const onInput = () => {
      isTyped.current = true;
    };
    // The browser's own cancel can be prevented only once between two acts of the person, the key always.
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !dialog.querySelector(":popover-open")) askUnlessSaved(event, close);
    };
    // Android's Back closes a dialog as well.
    const onCancel = (event: Event) => {
      if (event.target === dialog) askUnlessSaved(event, close);
    };
    const onNavigate = (event: NavigateEvent) => {
      const { key } = event.destination;
      if (event.navigationType === "traverse") askUnlessSaved(event, () => void navigation.traverseTo(key));
    };
    dialog.addEventListener("input", onInput);
    dialog.addEventListener("keydown", onKey);
    dialog.addEventListener("cancel", onCancel);
    window.navigation?.addEventListener("navigate", onNavigate);
    return () => {
      isTyped.current = false;
      dialog.removeEventListener("input", onInput);
      dialog.removeEventListener("keydown", onKey);
      dialog.removeEventListener("cancel", onCancel);
      window.navigation?.removeEventListener("navigate", onNavigate);
    };
  }, [ref, isOpen]);

  return {
    isTyped,
    close: () => {
      if (isTyped.current) setLeave(() => () => ref.current?.close());
      else ref.current?.close();
    },
    question: (
      <DiscardQuestion
        isOpen={leave !== undefined}
        onKeep={() => setLeave(undefined)}
        onDiscard={() => {
          isTyped.current = false;
          // The question returns the focus to the sheet before the sheet returns it to the page.
          flushSync(() => setLeave(undefined));
          leave?.();
        }}
      />
    ),
  };
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
