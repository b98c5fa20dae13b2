"use client";

import { type RefObject, useEffect, useState } from "react";

/**
 * Text being typed, kept in this tab's storage until it is sent: a reload, a lost session or a closed prompt never loses it.
 * @param field where it is typed, if that is on the page before its script is: what was typed until then is taken over.
 * @returns the text, how to set it, and how to forget it.
 */
export function useKeptText(
  key: string,
  field?: RefObject<HTMLTextAreaElement | null>,
): [string, (text: string) => void, () => void] {
  const [text, setText] = useState("");
  useEffect(() => {
    const kept = tryStorage((storage) => storage.getItem(key)) ?? "";
    // React does not hear of what was typed before it took the page over, and the next rendering would wipe it out.
    const typed = field?.current?.value ?? "";
    const all = kept.endsWith(typed) ? kept : [kept, typed].filter(Boolean).join("\n");
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
