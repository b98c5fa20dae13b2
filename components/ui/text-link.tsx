import type { ComponentProps } from "react";
import { cn } from "./cn.ts";
import { Link } from "./link.tsx";

/** A link among words. `isTall`: alone on its line, so that a finger has to find it. */
export function TextLink({ isTall, ...link }: ComponentProps<typeof Link> & { isTall?: boolean }) {
  return (
    <Link {...link} className={cn(isTall && "touch-target", "text-link underline underline-offset-3")} />
  );
}
