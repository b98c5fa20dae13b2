import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { cn } from "./cn.ts";
import { useIsReady } from "./use-browser-state.ts";

type Component<Props> = (props: Props) => ReactNode;

/**
 * A component that few views of a page need, to be loaded after the page.
 * @param Missing takes its place if it can't be loaded, for example without a connection or after an
 * upgrade of the server: nothing, if left out.
 */
export function loadLater<Props>(
  load: () => Promise<Component<Props>>,
  Missing: Component<Props> = () => null,
) {
  return lazy(async (): Promise<{ default: Component<Props> }> => {
    return { default: await load().catch(() => Missing) };
  });
}

/** The place of a component whose script loads when the component is first shown. */
export function OnDemand({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <Suspense fallback={<p className={cn("text-muted-foreground text-sm", className)}>Loading…</p>}>
      {children}
    </Suspense>
  );
}

/** Takes the place of a component that a reader asked for and that can't be loaded. */
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

/**
 * A component that loads after the page, as one to export or to render like any other.
 * @param Waiting takes its place until then.
 */
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
