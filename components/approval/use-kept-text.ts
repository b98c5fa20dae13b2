"use client";

import { useEffect, useState } from "react";

/**
 * Text being typed, kept in this tab's storage until it is sent: a reload, a lost session or a closed prompt never loses it.
 * @returns the text, how to set it, and how to forget it.
 */
export function useKeptText(key: string): [string, (text: string) => void, () => void] {
  const [text, setText] = useState("");
  useEffect(() => {
    const kept = tryStorage((storage) => storage.getItem(key));
    if (kept) setText(kept);
  }, [key]);
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
