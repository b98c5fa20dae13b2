"use client";

import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { cn } from "#components/ui/cn.ts";
import { chip, chosenLook } from "./filter-fields.tsx";

/**
 * A filter by a day or a time, in UTC. As in {@link FilterMoment}, a value from the browser's picker
 * applies immediately, a typed one when the person leaves the field or presses Enter.
 */
export function FilterDate(props: {
  name: string;
  label: string;
  type: "date" | "datetime-local";
  value: string;
}) {
  const { name, label, type, value } = props;
  const id = useId();
  return (
    <span className="relative flex shrink-0 items-center gap-2">
      <label htmlFor={id} className="whitespace-nowrap text-muted-foreground text-sm">
        {label}
      </label>
      <input
        {...useTyping(value)}
        id={id}
        name={name}
        type={type}
        defaultValue={value}
        className={cn(chip, "min-w-40 px-3.5", value && chosenLook)}
      />
    </span>
  );
}

/** The field keeps its focus while it is typed in and when its value is applied. */
function useTyping(value: string) {
  const field = useRef<HTMLInputElement>(null);
  const applied = useRef(value);
  const isTyping = useRef(false);

  // Each key changes the field's value: "2026" is the years 2, 20 and 202 before.
  useEffect(() => {
    const input = field.current;
    const change = (event: Event) => {
      if (isTyping.current) event.stopPropagation();
      else applied.current = input?.value ?? "";
    };
    input?.addEventListener("change", change);
    return () => input?.removeEventListener("change", change);
  }, []);

  // Back, Clear and the ranges of time change the filter without the field.
  useEffect(() => {
    if (value === applied.current) return;
    applied.current = value;
    if (field.current) field.current.value = value;
  }, [value]);

  function apply(input: HTMLInputElement) {
    isTyping.current = false;
    if (input.value !== applied.current) input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return {
    ref: field,
    onKeyDown({ key, currentTarget }: KeyboardEvent<HTMLInputElement>) {
      if (key !== "Enter") isTyping.current = key !== "Tab" || isTyping.current;
      else if (currentTarget.reportValidity()) apply(currentTarget);
    },
    onPointerDown: () => {
      isTyping.current = false;
    },
    onBlur() {
      const input = field.current;
      if (input?.validity.valid === false) input.value = applied.current;
      if (input) apply(input);
    },
  };
}
