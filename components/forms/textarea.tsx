"use client";

import type { ComponentProps } from "react";
import { cn } from "#components/ui/cn.ts";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import { inputClasses } from "./input.tsx";

/**
 * A text area. One with initial text is read-only until the page's script runs: React then resets
 * the field to its initial text, so text typed earlier would be lost.
 */
export function Textarea({ className, rows = 3, readOnly, ...props }: ComponentProps<"textarea">) {
  const isEarly = !useIsReady() && Boolean(props.value ?? props.defaultValue);
  return (
    <textarea
      rows={rows}
      className={cn(
        inputClasses,
        "field-sizing-content block py-2",
        isEarly && !readOnly && "[&[readonly]]:bg-card",
        className,
      )}
      readOnly={readOnly || isEarly}
      {...props}
    />
  );
}
