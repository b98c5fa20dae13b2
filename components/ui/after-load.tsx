"use client";

import { lazy, type ReactNode, Suspense } from "react";
import { useIsReady } from "./use-browser-state.ts";

type Component<Props> = (props: Props) => ReactNode;

/**
 * A component that few views of a page need, to be loaded after the page.
 * @param Missing takes its place if it can't be loaded: nothing, if left out.
 */
export function loadLater<Props>(
  load: () => Promise<Component<Props>>,
  Missing: Component<Props> = () => null,
) {
  return lazy(async (): Promise<{ default: Component<Props> }> => {
    return { default: await load().catch(() => Missing) };
  });
}

/**
 * The place of a component that loads later: `fallback` until then. Offline it may be
 * missing. The rest of the page still works.
 */
export function AfterLoad({ fallback = null, children }: { fallback?: ReactNode; children: ReactNode }) {
  const isReady = useIsReady();
  return isReady ? <Suspense fallback={fallback}>{children}</Suspense> : fallback;
}
