import { cn } from "./cn.ts";
import type { IconName } from "./icon-sprite.tsx";

export type { IconName };

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
