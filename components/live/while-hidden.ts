/** With HTTP/1.1 a browser's tabs share six connections: more streams would leave none for a decision. */
const hiddenStreams = 2;

/** Gives back the place among the hidden tabs. */
let leave: (() => void) | undefined;

/** Pauses the stream of a hidden tab without a place, and continues in the shown tab. */
export async function followVisibility(stream: { pause(isPaused: boolean): void }): Promise<void> {
  leave?.();
  const mayStay = !document.hidden || !isLimited() || !navigator.locks || (await findPlace());
  // Shown again in the meantime.
  if (!document.hidden) leave?.();
  stream.pause(document.hidden && !mayStay);
}

function isLimited(): boolean {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return page?.nextHopProtocol === "http/1.1";
}

async function findPlace(): Promise<boolean> {
  for (let place = 1; place <= hiddenStreams; place++)
    if (await take(`countersign:hidden-stream-${place}`)) return true;
  return false;
}

/** Holds a lock of all tabs until left or closed. Resolves to whether the lock was free. */
function take(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      if (!lock) return undefined;
      return new Promise<void>((free) => {
        leave = free;
      });
    });
  });
}
