import { usePathname } from "next/navigation";
import { useEffect, useLayoutEffect, useState, useSyncExternalStore } from "react";
import { Card } from "#components/ui/card";
import { cn } from "#components/ui/cn.ts";
import { navigationTarget, onNavigation } from "#components/ui/navigation-progress.ts";

/** Most pages are faster, and a flashing skeleton is worse than none. */
const patienceMilliseconds = 300;

/** A slow list's shape in place of `pageId`: a loading.tsx would answer a missing page with 200. */
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
  // Before the browser paints, so that page and skeleton are never on the screen together.
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

/** A list before its rows: its title, and bars in place of the filters and the rows. */
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

/** The shape of a list's page, as the classes of its parts from the top. */
export interface Skeleton {
  title: string;
  header: string;
  tabs?: string;
  filters: string;
  row: string;
}

const tabbed = { tabs: "mb-5", filters: "h-11 mb-3" };

const skeletons: Record<string, Skeleton> = {
  "/queue": {
    title: "Requests",
    header: "-mt-2 mb-1 h-8 md:mt-0 md:mb-4 md:h-[3.5625rem]",
    tabs: "mb-2",
    filters: "mb-2 h-11 md:mb-11",
    row: "h-[5.5rem] sm:h-[4.75rem]",
  },
  "/agents": {
    title: "Agents",
    header: "mb-5 h-[8.5625rem] md:mb-6 md:h-[3.5625rem]",
    ...tabbed,
    row: "h-[9.25rem] sm:h-17",
  },
  "/people": {
    title: "People",
    header: "mb-5 h-[7.1875rem] md:mb-6 md:h-[3.5625rem]",
    ...tabbed,
    row: "h-[5.75rem] sm:h-16",
  },
  "/audit": {
    title: "Audit log",
    header: "mb-5 h-[8.5625rem] md:mb-6 md:h-[3.5625rem]",
    filters: "mb-4 h-11 lg:h-22",
    row: "h-12 md:h-10",
  },
};

/** The shape of the list at `href`; undefined for other pages, and for the open page. */
export function skeletonOf(href: string | undefined, openPath: string): Skeleton | undefined {
  const path = href?.split(/[?#]/, 1)[0] ?? "";
  return path !== openPath && Object.hasOwn(skeletons, path) ? skeletons[path] : undefined;
}
