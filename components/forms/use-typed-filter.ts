import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";

/**
 * Applies a date or time of a filter form: a value from the browser's picker immediately, a typed value
 * on leaving the field, by Enter, or by the button beside the field ({@link ApplyTyped}). The field
 * keeps its focus.
 * @param of.restore shows the filter in effect in place of a typed text.
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
  /** The field with the sent value: the same, or a hidden field. */
  sent: RefObject<HTMLInputElement | null>;
  /** The filter in effect. */
  value: string;
}

/** Keeps a field's changes from its form during typing: "2026" passes through the years 2, 20 and 202. */
function useHeldChanges(field: TypedField["field"], isTyping: RefObject<boolean>): void {
  useEffect(() => {
    const input = field.current;
    const hold = (event: Event) => isTyping.current && event.stopPropagation();
    input?.addEventListener("change", hold);
    return () => input?.removeEventListener("change", hold);
  }, [field, isTyping]);
}

/** The last value of the form. `onOther` gets a filter from elsewhere: Back, Clear or a range. */
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
