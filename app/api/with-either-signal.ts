/**
 * Runs `work` with a signal that is aborted as soon as one of `signals` is. `AbortSignal.any` would say the same, but on Node 20 it
 * leaves something behind on a long-lived signal each time (about 1.2 KB, for as long as the process runs).
 */
export async function withEitherSignal<T>(
  signals: AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const either = new AbortController();
  const abort = () => either.abort();
  if (signals.some((signal) => signal.aborted)) abort();
  for (const signal of signals) signal.addEventListener("abort", abort);
  try {
    return await work(either.signal);
  } finally {
    for (const signal of signals) signal.removeEventListener("abort", abort);
  }
}
