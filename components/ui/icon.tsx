import { cn } from "./cn.ts";
import type { IconName } from "./icon-sprite.tsx";

export type { IconName };

/** A decorative icon from the sprite in every page: a drawing in a client component would be script. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg aria-hidden="true" className={cn("size-4 shrink-0", className)}>
      <use href={`#icon-${name}`} />
    </svg>
  );
}
