import { cn } from "./cn.ts";

export type IconName =
  | "ban"
  | "banknote"
  | "bell"
  | "bot"
  | "check"
  | "chevron-down"
  | "chevron-left"
  | "chevron-right"
  | "circle-alert"
  | "circle-check"
  | "circle-help"
  | "clock"
  | "cog"
  | "copy"
  | "corner-down-left"
  | "ellipsis"
  | "eye"
  | "flask"
  | "info"
  | "key"
  | "log-out"
  | "monitor"
  | "moon"
  | "pencil"
  | "plus"
  | "quote"
  | "refresh"
  | "server"
  | "share"
  | "shield-check"
  | "slash"
  | "sliders"
  | "sun"
  | "timer-off"
  | "trash"
  | "triangle-alert"
  | "user"
  | "user-check"
  | "wrench"
  | "x";

/**
 * A decorative icon from the sprite that the root layout writes into every page, in place of
 * lucide-react: in client components, because its drawings would be script, and in rows of lists,
 * because each row would contain its drawings twice.
 */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg aria-hidden="true" className={cn("size-4 shrink-0", className)}>
      <use href={`#icon-${name}`} />
    </svg>
  );
}
