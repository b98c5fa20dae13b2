"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { loadLater } from "#components/ui/after-load";
import { navigationTarget, onNavigation } from "#components/ui/navigation-progress.ts";
import { skeletonOf } from "./skeletons.ts";

/** Most pages are there sooner, and a skeleton that flashes is worse than none. */
const patienceMilliseconds = 300;
const ListSkeleton = loadLater(async () => (await import("./list-skeleton.tsx")).ListSkeleton);

/**
 * The page; while a followed link's list takes its time, the shape of that list. Not a loading.tsx:
 * that would answer a missing page with 200, and a browser without script with the shape alone.
 */
export function PageOrSkeleton({ children }: { children: ReactNode }) {
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
  const isShown = isSlow && skeleton !== undefined;
  return (
    <>
      {isShown ? <ListSkeleton {...skeleton} /> : null}
      <div className={isShown ? "hidden" : "contents"}>{children}</div>
    </>
  );
}
