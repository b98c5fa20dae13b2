"use client";

import { lazy, type ReactNode, Suspense } from "react";
import { useIsReady } from "./use-browser-state.ts";

type Component<Props> = (props: Props) => ReactNode;

/** A component that few views of a page need, to be loaded after the page. */
export function loadLater<Props>(load: () => Promise<Component<Props>>) {
  return lazy(async (): Promise<{ default: Component<Props> }> => {
    return { default: await load().catch(() => Nothing) };
  });
}

/**
 * The place of a component that loads later: `fallback` until then, and nothing if it can't be
 * loaded, for example offline. The rest of the page still works.
 */
export function AfterLoad({ fallback = null, children }: { fallback?: ReactNode; children: ReactNode }) {
  const isReady = useIsReady();
  return isReady ? <Suspense fallback={fallback}>{children}</Suspense> : fallback;
}

function Nothing() {
  return null;
}
