import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";

/**
 * Applies a date or time of a filter form: a value from the browser's picker immediately, a typed
 * one when the person leaves the field, presses Enter or presses the button that appears next to it
 * ({@link ApplyTyped}). The field keeps its focus when its value applies.
 * @param of.restore shows the filter in effect in place of what was typed.
 */
export function useTypedFilter(of: TypedField & { restore: (value: string) => void }) {
  const { field, sent, restore } = of;
  const isTyping = useRef(false);
  const [isHeld, setIsHeld] = useState(false);
  useHeldChanges(field, isTyping);
  const lastSent = useLastSent(of, (value) => {
    setIsHeld(false);
    restore(value);
  });

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

interface TypedField {
  field: RefObject<HTMLInputElement | null>;
  /** The field whose value is sent: the same, or a hidden one. */
  sent: RefObject<HTMLInputElement | null>;
  /** The filter in effect. */
  value: string;
}

/**
 * Keeps a field's changes from its form while a person types: "2026" is the years 2, 20 and 202
 * before.
 */
function useHeldChanges(field: TypedField["field"], isTyping: RefObject<boolean>): void {
  useEffect(() => {
    const input = field.current;
    const hold = (event: Event) => isTyping.current && event.stopPropagation();
    input?.addEventListener("change", hold);
    return () => input?.removeEventListener("change", hold);
  }, [field, isTyping]);
}

/**
 * The value that the form sent last.
 * @param onOther gets a filter that took effect without the field: by Back, Clear or a range of
 * time.
 */
function useLastSent({ field, sent, value }: TypedField, onOther: (value: string) => void) {
  const lastSent = useRef(value);
  const latest = useRef(onOther);
  latest.current = onOther;
  useEffect(() => {
    const form = field.current?.form;
    const send = () => {
      lastSent.current = sent.current?.value ?? "";
    };
    form?.addEventListener("change", send);
    return () => form?.removeEventListener("change", send);
  }, [field, sent]);
  useEffect(() => {
    if (Date.parse(value) === Date.parse(lastSent.current)) return;
    lastSent.current = value;
    latest.current(value);
  }, [value]);
  return lastSent;
}
