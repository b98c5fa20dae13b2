import type { ComponentProps } from "react";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { inputClasses } from "./input.tsx";

/** The browser's own select: works without script, opens the phone's own picker. */
export function Select({ className, ...props }: ComponentProps<"select">) {
  return (
    <span className={cn("relative block", className)}>
      <select className={cn(inputClasses, "appearance-none pr-9")} {...props} />
      <Icon
        name="chevron-down"
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-3 size-4 text-muted-foreground"
      />
    </span>
  );
}
