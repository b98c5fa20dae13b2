"use client";

import { useId, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { useIsReady, useTimeZone } from "#components/ui/use-browser-state.ts";
import { chip, chosenLook } from "./filter-fields.tsx";
import { zoneName } from "./moment-input.tsx";
import { momentText, typedMoment } from "./moment-text.ts";

/**
 * A filter by a date and time in the person's own time zone, which stands next to it. Sends UTC to the
 * minute. As in {@link MomentInput}, typing begins when the script runs.
 */
export function FilterMoment(props: { name: string; label: string; defaultValue: string | undefined }) {
  const { name, label, defaultValue = "" } = props;
  const id = useId();
  const isReady = useIsReady();
  const zone = useTimeZone();
  const isUtc = !isReady || zone === "UTC";
  const [typed, setTyped] = useState<{ text: string; value: string }>();
  const value = typed?.value ?? defaultValue;
  const start = defaultValue && momentText(new Date(defaultValue), isUtc);
  return (
    <span className="relative flex shrink-0 items-center gap-2">
      <label htmlFor={id} className="whitespace-nowrap text-muted-foreground text-sm">
        {label} ({isUtc ? "UTC" : zoneName(zone, value)})
      </label>
      <input
        id={id}
        type="datetime-local"
        readOnly={!isReady}
        value={typed?.text ?? start}
        onChange={({ target }) => setTyped(typedMoment(target.value, isUtc))}
        className={cn(chip, "min-w-40 px-3.5", value && chosenLook)}
      />
      <input type="hidden" name={name} value={value} />
    </span>
  );
}
