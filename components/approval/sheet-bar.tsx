import type { ReactNode } from "react";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";

/** The bar at the top of a request: the way back, the position, and the clock. 48 px. */
export function SheetBar({ position, children }: { position?: ReactNode; children: ReactNode }) {
  return (
    <div
      data-sheet-bar
      className="sticky top-(--environment-bar) z-10 -mx-4 flex min-h-[calc(3rem+env(safe-area-inset-top))] items-center gap-1 border-b bg-card px-2 pt-safe sm:mx-0 sm:border-0 sm:bg-background sm:px-0"
    >
      <Link
        href="/queue"
        aria-label="Requests"
        className="-ml-1 grid size-11 shrink-0 place-items-center rounded-md text-muted-foreground hover:text-foreground sm:flex sm:w-auto sm:gap-0.5 sm:pr-2"
      >
        <Icon name="chevron-left" className="size-5 sm:size-4" />
        <span aria-hidden className="max-sm:hidden">
          Requests
        </span>
      </Link>
      {position}
      <div className="ml-auto flex min-w-0 items-center gap-1">{children}</div>
    </div>
  );
}
