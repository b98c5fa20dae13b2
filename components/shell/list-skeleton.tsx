import { Card } from "#components/ui/card";
import { cn } from "#components/ui/cn.ts";
import type { Skeleton } from "./skeletons.ts";

const rows = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** A list before its rows are there: its title, and bars in the places of the filters and the rows. */
export function ListSkeleton({ title, header, tabs, filters, row }: Skeleton) {
  return (
    <div aria-busy="true">
      <div className={header}>
        <h1 className="font-semibold text-2xl leading-8 short:text-xl short:leading-7">{title}</h1>
      </div>
      <p role="status" className="sr-only">
        Loading {title}
      </p>
      <div aria-hidden className="skeleton">
        {tabs === undefined ? null : <div className={cn("h-11 border-b md:h-9", tabs)} />}
        <div className={cn("flex items-center gap-2", filters)}>
          <Bar className="h-11 w-32 rounded-full md:h-9" />
          <Bar className="h-11 w-32 rounded-full md:h-9" />
        </div>
        <Card data-skeleton-rows className="divide-y overflow-hidden">
          {rows.map((key) => (
            <div key={key} className={cn("flex items-center justify-between gap-6 px-4 sm:px-5", row)}>
              <Bar className="h-3.5 w-1/2" />
              <Bar className="h-3.5 w-16" />
            </div>
          ))}
        </Card>
      </div>
    </div>
  );
}

function Bar({ className }: { className: string }) {
  return <span className={cn("block rounded-sm bg-muted", className)} />;
}
