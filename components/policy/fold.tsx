import type { ComponentProps, ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";

type FoldProps = Pick<ComponentProps<"details">, "className" | "onToggle" | "children"> & {
  title: ReactNode;
  isOpen?: boolean;
};

/** A part out of sight until wanted. */
export function Fold({ title, isOpen, className, children, onToggle }: FoldProps) {
  return (
    <details className={cn("group min-w-0", className)} open={isOpen || undefined} onToggle={onToggle}>
      <summary className="-ml-1 inline-flex min-h-11 w-fit cursor-pointer items-center gap-1 rounded-sm pr-2 text-muted-foreground text-sm hover:text-foreground fine:min-h-8">
        <Icon name="chevron-down" className="-rotate-90 transition-transform group-open:rotate-0" />
        {title}
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  );
}
