"use client";

import { usePathname } from "next/navigation";
import { useEffect, useLayoutEffect, useState, useSyncExternalStore } from "react";
import { navigationTarget, onNavigation } from "#components/ui/navigation-progress.ts";
import { ListSkeleton } from "./list-skeleton.tsx";
import { skeletonOf } from "./skeletons.ts";

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
