import { usePathname } from "next/navigation";
import { useEffect, useLayoutEffect, useState, useSyncExternalStore } from "react";
import { Card } from "#components/ui/card";
import { cn } from "#components/ui/cn.ts";
import { navigationTarget, onNavigation } from "#components/ui/navigation-progress.ts";
import { type Skeleton, skeletonOf } from "./skeletons.ts";

/** Most pages are there sooner, and a skeleton that flashes is worse than none. */
const patienceMilliseconds = 300;

/**
 * While a followed link's list takes its time, the shape of that list in place of the element with
 * the ID `pageId`. Not a loading.tsx: that would answer a missing page with 200, and a browser
 * without script with the shape alone.
 */
export function SlowPage({ pageId }: { pageId: string }) {
  const target = useSyncExternalStore(onNavigation, navigationTarget, () => undefined);
  const skeleton = skeletonOf(target, usePathname());
  const [isSlow, setIsSlow] = useState(false);
  const isLoading = skeleton !== undefined;
  useEffect(() => {
    if (!isLoading) return;
    const timer = setTimeout(() => setIsSlow(true), patienceMilliseconds);
    return () => {
      clearTimeout(timer);
      setIsSlow(false);
    };
  }, [isLoading]);
  const isShown = isSlow && isLoading;
  // Before the browser paints, so that the new page and the skeleton are never both on the screen.
  useLayoutEffect(() => {
    const page = document.getElementById(pageId);
    if (!isShown || !page) return;
    page.style.display = "none";
    return () => {
      page.style.display = "";
    };
  }, [isShown, pageId]);
  return isShown ? <ListSkeleton {...skeleton} /> : null;
}

const rows = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** A list before its rows are there: its title, and bars in the places of the filters and the rows. */
function ListSkeleton({ title, header, tabs, filters, row }: Skeleton) {
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
