"use client";

import { type RefObject, useEffect, useState } from "react";

/**
 * Typed text, stored in this tab until sent: a reload, a lost session or a closed prompt never
 * loses the text.
 * @param field the input, if the page shows the input before its script runs: text typed until then
 * is taken over.
 * @returns the text, a setter, and a function that clears the text.
 */
export function useStoredText(
  key: string,
  field?: RefObject<HTMLTextAreaElement | null>,
): [string, (text: string) => void, () => void] {
  const [text, setText] = useState("");
  useEffect(() => {
    const stored = tryStorage((storage) => storage.getItem(key)) ?? "";
    // React does not see text typed before hydration, and the next rendering would erase the text.
    const typed = field?.current?.value ?? "";
    const all = stored.endsWith(typed) ? stored : [stored, typed].filter(Boolean).join("\n");
    if (!all) return;
    setText(all);
    tryStorage((storage) => storage.setItem(key, all));
  }, [key, field]);
  function change(next: string) {
    setText(next);
    tryStorage((storage) => storage.setItem(key, next));
  }
  function forget() {
    setText("");
    tryStorage((storage) => storage.removeItem(key));
  }
  return [text, change, forget];
}

// A browser may refuse storage altogether; then the text lives as long as the page.
function tryStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
