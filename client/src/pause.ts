/** Node fires longer timers after one millisecond. */
export const longestTimerMs = 2_147_483_647;

/** Resolves after a time, or earlier when the signal aborts. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(milliseconds, longestTimerMs));
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted) end();
  });
}
