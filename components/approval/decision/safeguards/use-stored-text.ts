"use client";

import { type RefObject, useEffect, useState } from "react";
import { readStoredText, storedTextKey, storeText, type TextName, type TextPlace } from "./stored-text.ts";

/**
 * Typed text, stored in this tab until sent: a reload, a lost session or a closed prompt never
 * loses the text.
 * @param input the input, if the page shows the input before its script runs: text typed until then
 * is taken over.
 * @returns the text, and a setter. `forgetStoredTexts` removes it from the tab.
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
