import { type RefObject, useCallback, useLayoutEffect, useRef } from "react";
import { useIsReady } from "#components/ui/use-browser-state.ts";

/** Compares the forms' data: limits are also dragged, and tiers added. `saved` starts the count anew. */
export function useFormChanges(
  element: RefObject<HTMLElement | null>,
  isOpen: boolean,
  saved = 0,
): () => boolean {
  const opened = useRef(new WeakMap<HTMLFormElement, string>());
  const noted = useRef(saved);
  // Until the script runs, fields are disabled and would be missing.
  const isReady = useIsReady();
  // Before the browser shows the forms, so that nothing is typed earlier.
  useLayoutEffect(() => {
    const { current } = element;
    if (!current || !isOpen || !isReady) return;
    if (noted.current !== saved) opened.current = new WeakMap();
    noted.current = saved;
    const note = () => {
      for (const form of formsOf(current))
        if (!opened.current.has(form)) opened.current.set(form, contentOf(form));
    };
    note();
    // For a form that appears later.
    current.addEventListener("focusin", note);
    return () => current.removeEventListener("focusin", note);
  }, [element, isOpen, isReady, saved]);
  return useCallback(() => {
    const isChangedForm = (form: HTMLFormElement) => {
      const before = opened.current.get(form);
      return before !== undefined && before !== contentOf(form);
    };
    return element.current !== null && formsOf(element.current).some(isChangedForm);
  }, [element]);
}

function formsOf(element: HTMLElement): HTMLFormElement[] {
  const around = element.closest("form");
  return [...(around ? [around] : []), ...element.querySelectorAll("form")];
}

function contentOf(form: HTMLFormElement): string {
  return JSON.stringify([...new FormData(form)]);
}
