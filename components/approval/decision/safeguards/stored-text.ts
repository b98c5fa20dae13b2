import { type RefObject, useEffect, useState } from "react";

/** The author and the request of a text: the next person in the tab never gets the text. */
export interface TextPlace {
  viewerId: string;
  requestId: string;
}

/** The kinds of typed text before a decision. */
export type TextName = "reason" | "unexpected" | "note" | "edit" | "break-glass";

/** The key of a text in the tab's storage. */
export function storedTextKey(place: TextPlace, name: TextName): string {
  return `${prefix(place)}${name}`;
}

export function readStoredText(key: string): string {
  return tryStorage((storage) => storage.getItem(key)) ?? "";
}

export function storeText(key: string, text: string): void {
  tryStorage((storage) => (text ? storage.setItem(key, text) : storage.removeItem(key)));
}

/** Removes every text for a request, after the decision. */
export function forgetStoredTexts(place: TextPlace): void {
  tryStorage((storage) => {
    for (const key of Object.keys(storage)) if (key.startsWith(prefix(place))) storage.removeItem(key);
  });
}

function prefix({ viewerId, requestId }: TextPlace): string {
  return `countersign:${viewerId}:${requestId}:`;
}

// A browser may refuse storage altogether; then the text lives as long as the page.
function tryStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}

/**
 * Typed text, kept in the tab until sent: a reload, a lost session or a closed prompt loses no text.
 * @param input the input on a page before its script runs: an early text is taken over.
 * @returns the text, and a setter. `forgetStoredTexts` removes the text from the tab.
 */
export function useStoredText(
  place: TextPlace,
  name: TextName,
  input?: RefObject<HTMLTextAreaElement | null>,
): [string, (text: string) => void] {
  const key = storedTextKey(place, name);
  const [text, setText] = useState("");
  useEffect(() => {
    const stored = readStoredText(key);
    // React does not see text typed before hydration, and the next rendering would erase the text.
    const typed = input?.current?.value ?? "";
    const all = stored.endsWith(typed) ? stored : [stored, typed].filter(Boolean).join("\n");
    if (!all) return;
    setText(all);
    storeText(key, all);
  }, [key, input]);
  function change(next: string) {
    setText(next);
    storeText(key, next);
  }
  return [text, change];
}
