"use client";

import { useId, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { useIsReady, useTimeZone } from "#components/ui/use-browser-state.ts";
import { ApplyTyped } from "./apply-typed.tsx";
import { chip, chosenLook } from "./filter-fields.tsx";
import { momentText, type TypedMoment, typedMoment, zoneName } from "./moment-input.tsx";
import { useTypedFilter } from "./use-typed-filter.ts";

/**
 * A filter by a date and time in the person's time zone, named beside the field. Sends UTC to the
 * minute. As in {@link MomentInput}, typing begins with the script; without script a field in UTC
 * stands before the hidden field, because the first value of a name counts.
 */
export function FilterMoment(props: { name: string; label: string; defaultValue: string | undefined }) {
  const { name, label, defaultValue = "" } = props;
  const id = useId();
  const isReady = useIsReady();
  const zone = useTimeZone();
  const isUtc = !isReady || zone === "UTC";
  const field = useRef<HTMLInputElement>(null);
  const sent = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<TypedMoment>();
  const value = typed?.value ?? defaultValue;
  const typing = useTypedFilter({ field, sent, value: defaultValue, restore: () => setTyped(undefined) });
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
          {...typing.handlers}
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
        <ApplyTyped typing={typing} />
      </span>
    </>
  );
}
