import type { ComponentProps } from "react";
import { cn } from "#components/ui/cn.ts";
import { inputClasses } from "./input.tsx";

export function Textarea({ className, rows = 3, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      className={cn(inputClasses, "field-sizing-content block py-2", className)}
      {...props}
    />
  );
}
