import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { useIsReady } from "./use-browser-state.ts";

type Component<Props> = (props: Props) => ReactNode;

/** A component to load after the page. `Missing` replaces a failed load: nothing, if left out. */
export function loadLater<Props>(
  load: () => Promise<Component<Props>>,
  Missing: Component<Props> = () => null,
) {
  return lazy(async (): Promise<{ default: Component<Props> }> => {
    return { default: await load().catch(() => Missing) };
  });
}

/** The place of a component whose script loads when the component is first shown. */
export function OnDemand({ children }: { children: ReactNode }) {
  return <Suspense fallback={<p className="text-muted-foreground text-sm">Loading…</p>}>{children}</Suspense>;
}

/** In place of a wanted component after a failed load. */
export function Unloaded() {
  return (
    <p role="alert" className="text-danger text-sm">
      This page didn't load completely, so nothing was changed. Reload the page and try again.
    </p>
  );
}

/** The place of a component that loads later: `fallback` until then. The rest of the page still works. */
export function AfterLoad({ fallback = null, children }: { fallback?: ReactNode; children: ReactNode }) {
  const isReady = useIsReady();
  return isReady ? <Suspense fallback={fallback}>{children}</Suspense> : fallback;
}

/** A component to load after the page, with a replacement until then. */
export function later<Props extends object>(
  load: () => Promise<Component<Props>>,
  Waiting: Component<Props> = () => null,
): Component<Props> {
  const Loaded: ComponentType<Props> = loadLater(load);
  return function Later(props) {
    return (
      <AfterLoad fallback={<Waiting {...props} />}>
        <Loaded {...props} />
      </AfterLoad>
    );
  };
}
