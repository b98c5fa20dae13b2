"use client";

import { useLayoutEffect, useMemo, useRef } from "react";
import { useIsReady } from "#components/ui/use-browser-state.ts";

/**
 * The sheet's dialog, and whether one of its forms was changed. Compares what the forms would send,
 * because a limit is also dragged, and a tier or a condition is added by a button.
 */
export function useSheetState(isOpen: boolean) {
  const dialog = useRef<HTMLDialogElement>(null);
  const opened = useRef(new WeakMap<HTMLFormElement, string>());
  // Until the script runs, fields are disabled and would be missing.
  const isReady = useIsReady();
  // Before the browser shows the forms, so that nothing is typed earlier.
  useLayoutEffect(() => {
    const sheet = dialog.current;
    if (!sheet || !isOpen || !isReady) return;
    const note = () => {
      for (const form of sheet.querySelectorAll("form"))
        if (!opened.current.has(form)) opened.current.set(form, contentOf(form));
    };
    note();
    // For a form that appears later.
    sheet.addEventListener("focusin", note);
    return () => sheet.removeEventListener("focusin", note);
  }, [isOpen, isReady]);
  return useMemo(() => {
    const isChangedForm = (form: HTMLFormElement) => {
      const before = opened.current.get(form);
      return before !== undefined && before !== contentOf(form);
    };
    return {
      dialog,
      isChanged: () => [...(dialog.current?.querySelectorAll("form") ?? [])].some(isChangedForm),
    };
  }, []);
}

function contentOf(form: HTMLFormElement): string {
  return JSON.stringify([...new FormData(form)]);
}
