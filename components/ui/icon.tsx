import { cn } from "./cn.ts";

export type IconName =
  | "bell"
  | "bot"
  | "check"
  | "chevron-down"
  | "chevron-left"
  | "chevron-right"
  | "circle-alert"
  | "circle-check"
  | "clock"
  | "cog"
  | "copy"
  | "corner-down-left"
  | "ellipsis"
  | "flask"
  | "info"
  | "key"
  | "log-out"
  | "monitor"
  | "moon"
  | "pencil"
  | "plus"
  | "refresh"
  | "share"
  | "shield-check"
  | "sliders"
  | "sun"
  | "trash"
  | "triangle-alert"
  | "user"
  | "wrench"
  | "x";

/**
 * A decorative icon from the sprite that the root layout writes into every page: in client
 * components, in place of lucide-react, whose drawings would be script.
 */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg aria-hidden="true" className={cn("size-4 shrink-0", className)}>
      <use href={`#icon-${name}`} />
    </svg>
  );
}
