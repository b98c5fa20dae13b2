/** The addresses of followed links under way, and the listeners. */
const waiting = new Set<{ href: string }>();
const listeners = new Set<() => void>();

/** Counts a navigation as under way until the returned function is called. */
export function beginNavigation(href = ""): () => void {
  const navigation = { href };
  change(() => waiting.add(navigation));
  return () => change(() => waiting.delete(navigation));
}

/** Whether a navigation is under way, for `useSyncExternalStore`. */
export function isNavigating(): boolean {
  return waiting.size > 0;
}

/** Where the newest navigation under way leads. */
export function navigationTarget(): string | undefined {
  return [...waiting].at(-1)?.href;
}

export function onNavigation(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(update: () => void): void {
  update();
  for (const listener of listeners) listener();
}
