"use client";

import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";

/**
 * Applies a date or time of a filter form: a value from the browser's picker immediately, a typed
 * one when the person leaves the field, presses Enter or presses the button that appears next to it
 * ({@link ApplyTyped}). The field keeps its focus when its value applies.
 */
export function useTypedFilter(of: {
  field: RefObject<HTMLInputElement | null>;
  /** The field whose value is sent: the same, or a hidden one. */
  sent: RefObject<HTMLInputElement | null>;
  /** The filter in effect. */
  value: string;
  /** Shows the filter in effect in place of what was typed. */
  restore: (value: string) => void;
}) {
  const { field, sent, value, restore } = of;
  const lastSent = useRef(value);
  const isTyping = useRef(false);
  const [isHeld, setIsHeld] = useState(false);
  const latest = useRef(restore);
  latest.current = restore;

  // Each key changes the field's time: "2026" is the years 2, 20 and 202 before.
  useEffect(() => {
    const input = field.current;
    const form = input?.form;
    const hold = (event: Event) => isTyping.current && event.stopPropagation();
    const send = () => {
      lastSent.current = sent.current?.value ?? "";
    };
    input?.addEventListener("change", hold);
    form?.addEventListener("change", send);
    return () => {
      input?.removeEventListener("change", hold);
      form?.removeEventListener("change", send);
    };
  }, [field, sent]);

  // Back, Clear and the ranges of time change the filter without the field.
  useEffect(() => {
    if (Date.parse(value) === Date.parse(lastSent.current)) return;
    lastSent.current = value;
    setIsHeld(false);
    latest.current(value);
  }, [value]);

  function apply() {
    isTyping.current = false;
    setIsHeld(false);
    if (sent.current?.value !== lastSent.current)
      sent.current?.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return {
    /** Whether a typed value waits to be applied. */
    isHeld,
    applyValid() {
      if (field.current?.reportValidity()) apply();
    },
    handlers: {
      onKeyDown({ key, currentTarget }: KeyboardEvent<HTMLInputElement>) {
        if (key !== "Enter") isTyping.current = key !== "Tab" || isTyping.current;
        else if (currentTarget.reportValidity()) apply();
      },
      onInput: () => setIsHeld(isTyping.current),
      onPointerDown: () => {
        isTyping.current = false;
      },
      onBlur() {
        if (field.current?.validity.valid !== false) return apply();
        isTyping.current = false;
        setIsHeld(false);
        restore(lastSent.current);
      },
    },
  };
}
