/** A short message about a success, or about a failure after its page was left. */
export interface Toast {
  /** Differs for each message, also for the same words. */
  id: number;
  text: string;
  /** Takes back what succeeded. */
  undo?: (() => void) | undefined;
  /** Of a failure: the place to look. The message stays until dismissed. */
  failure?: Way;
}

interface Way {
  label: string;
  href: string;
}

let latest: Toast | undefined;
let count = 0;
const listeners = new Set<() => void>();

/** Shows a message for a few seconds, in place of an earlier message, but never of a failure. */
export function showToast(text: string, undo?: () => void): void {
  if (latest?.failure) return;
  count += 1;
  set({ id: count, text, undo });
}

/** Shows a failure until it is dismissed or followed, in place of an earlier message. */
export function showFailure(text: string, failure: Way): void {
  count += 1;
  set({ id: count, text, failure });
}

/** Takes back the act of a message, once, and removes the message. */
export function undoToast(toast: Toast): void {
  if (latest?.id !== toast.id) return;
  set(undefined);
  toast.undo?.();
}

/** Removes a message, unless replaced. */
export function dismissToast({ id }: Toast): void {
  if (latest?.id === id) set(undefined);
}

/** The message on the screen, for `useSyncExternalStore`. */
export function latestToast(): Toast | undefined {
  return latest;
}

export function onToast(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(toast: Toast | undefined): void {
  latest = toast;
  for (const listener of listeners) listener();
}
