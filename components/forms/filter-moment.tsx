"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { useIsReady, useTimeZone } from "#components/ui/use-browser-state.ts";
import { chip, chosenLook } from "./filter-fields.tsx";
import { zoneName } from "./moment-input.tsx";
import { momentText, type TypedMoment, typedMoment } from "./moment-text.ts";

/**
 * A filter by a date and time in the person's own time zone, which stands next to it. Sends UTC to the
 * minute. As in {@link MomentInput}, typing begins when the script runs; without script there is a field
 * in UTC instead, before the hidden one, because the first value of a name counts. A time from the browser's
 * picker applies immediately, a typed one when the person leaves the field or presses Enter.
 */
export function FilterMoment(props: { name: string; label: string; defaultValue: string | undefined }) {
  const { name, label, defaultValue = "" } = props;
  const id = useId();
  const isReady = useIsReady();
  const zone = useTimeZone();
  const isUtc = !isReady || zone === "UTC";
  const { typed, setTyped, value, field, sent, ...typing } = useTyping(defaultValue);
  const start = defaultValue && momentText(new Date(defaultValue), isUtc);
  return (
    <>
      <noscript>
        <label className="flex shrink-0 items-center gap-2 whitespace-nowrap text-muted-foreground text-sm">
          {label} (UTC)
          <input
            type="datetime-local"
            name={name}
            defaultValue={defaultValue && momentText(new Date(defaultValue), true)}
            className={cn(chip, "min-w-40 px-3.5", defaultValue && chosenLook)}
          />
        </label>
      </noscript>
      <span className="relative flex shrink-0 items-center gap-2 noscript:hidden">
        <label htmlFor={id} className="whitespace-nowrap text-muted-foreground text-sm">
          {label} ({isUtc ? "UTC" : zoneName(zone, value)})
        </label>
        <input
          {...typing}
          ref={field}
          id={id}
          type="datetime-local"
          min="1970-01-02T00:00"
          readOnly={!isReady}
          value={typed?.text ?? start}
          onChange={({ target }) =>
            setTyped(target.validity.valid ? typedMoment(target.value, isUtc) : { text: target.value, value })
          }
          className={cn(chip, "min-w-40 px-3.5", value && chosenLook)}
        />
        <input ref={sent} type="hidden" name={name} value={value} />
      </span>
    </>
  );
}

/** What is typed into the field, which keeps its focus and its text while the filter is applied. */
function useTyping(defaultValue: string) {
  const field = useRef<HTMLInputElement>(null);
  /** The hidden field that is sent, and what it last sent. */
  const sent = useRef<HTMLInputElement>(null);
  const lastSent = useRef(defaultValue);
  const isTyping = useRef(false);
  const [typed, setTyped] = useState<TypedMoment>();

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
  }, []);

  // Back and Clear change the filter without the field.
  useEffect(() => {
    if (Date.parse(defaultValue) === Date.parse(lastSent.current)) return;
    lastSent.current = defaultValue;
    setTyped(undefined);
  }, [defaultValue]);

  function apply() {
    isTyping.current = false;
    if (sent.current?.value !== lastSent.current)
      sent.current?.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return {
    ...{ field, sent, typed, setTyped, value: typed?.value ?? defaultValue },
    onKeyDown({ key, currentTarget }: KeyboardEvent<HTMLInputElement>) {
      if (key !== "Enter") isTyping.current = key !== "Tab" || isTyping.current;
      else if (currentTarget.reportValidity()) apply();
    },
    onPointerDown: () => {
      isTyping.current = false;
    },
    onBlur() {
      if (field.current?.validity.valid === false) setTyped(undefined);
      else apply();
    },
  };
}
