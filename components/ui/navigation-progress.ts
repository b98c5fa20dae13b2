/** How many followed links wait for their page, and the listeners. */
let waiting = 0;
const listeners = new Set<() => void>();

/** Counts a navigation as under way until the returned function is called. */
export function beginNavigation(): () => void {
  change(1);
  return () => change(-1);
}

/** Whether a navigation is under way, for `useSyncExternalStore`. */
export function isNavigating(): boolean {
  return waiting > 0;
}

export function onNavigation(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(by: number): void {
  waiting += by;
  for (const listener of listeners) listener();
}
