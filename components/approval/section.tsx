import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

/** One surface of a page, with hairlines between its sections, over the whole width of a phone. */
export function Sheet({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div
      data-card
      className={cn(
        "min-w-0 overflow-hidden bg-card max-sm:-mx-4 max-sm:border-y sm:rounded-lg sm:border",
        // A card inside is a section.
        "*:rounded-none *:border-0 [&>*+*]:border-t",
        className,
      )}
    >
      {children}
    </div>
  );
}

export function SheetSection({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn("min-w-0 px-4 py-1.5 empty:hidden sm:px-5 sm:py-3", className)}>{children}</div>;
}
