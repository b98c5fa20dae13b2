import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The place of something still loading. Say "Loading" to screen readers once, beside it. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return (
    <div aria-hidden className={cn("motion-safe:animate-pulse rounded-md bg-muted", className)} {...props} />
  );
}
