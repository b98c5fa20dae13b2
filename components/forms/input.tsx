import type { ComponentProps } from "react";
import { cn } from "#components/ui/cn.ts";

/** The look of all text inputs. 16 px on phones, or iOS zooms the page on focus. */
export const inputClasses = cn(
  "control-height w-full min-w-0 rounded-md border border-input bg-card px-3 py-1.5 text-base text-foreground md:text-sm",
  "placeholder:text-muted-foreground disabled:bg-muted disabled:text-muted-foreground",
  "[&[readonly]]:bg-muted aria-invalid:border-danger",
  "focus-visible:outline-2 focus-visible:outline-ring focus-visible:-outline-offset-1",
);

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(inputClasses, className)} {...props} />;
}

/** An input for a name that machines read, which no keyboard should correct. */
export function CodeInput(props: ComponentProps<"input">) {
  return <Input autoCapitalize="none" autoComplete="off" spellCheck={false} {...props} />;
}
