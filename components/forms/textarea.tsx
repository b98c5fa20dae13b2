import type { ComponentProps } from "react";
import { cn } from "#components/ui/cn.ts";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import { inputClasses } from "./field.tsx";

/** An initial text is read-only until the script runs: React's reset would lose typed text. */
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

/** A field for JSON: in a fixed width, left to right, and without corrections. */
export function JsonTextarea(props: Omit<ComponentProps<"textarea">, "className">) {
  return (
    <Textarea
      className="min-h-32 font-mono text-[0.8125rem] leading-5 md:text-[0.8125rem] lg:max-h-112"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      dir="ltr"
      {...props}
    />
  );
}
