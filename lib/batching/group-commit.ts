interface Waiting<I, O> {
  item: I;
  size: number;
  resolve: (result: O) => void;
  reject: (error: unknown) => void;
}

export interface BatchOptions<I> {
  /** Calls in one batch, at most. */
  mostTogether: number;
  /** The size of one batch, at most, where the time of a batch grows with it. */
  size?: { of: (item: I) => number; most: number };
  /** The most calls that wait: a database that doesn't answer must not fill the memory. Unlimited by default. */
  mostWaiting?: number;
  /** The most batches running at a time: calls during a batch form the next batch. */
  mostUnderWay: number;
  /**
   * How long a running batch holds back a next one that isn't full, in milliseconds: more calls
   * then share the fixed cost of a batch. 0: not at all.
   */
  patienceMilliseconds: number;
  /** Whether every call would fail with the error: then a failed batch is not split. */
  isSharedName: (error: unknown) => boolean;
}

/**
 * Combines simultaneous calls into one, as databases do for commits (group commit): the calls share
 * a round trip, a transaction and a write to disk. A call goes out immediately while no batch runs;
 * later ones wait for the running batch, for a full batch, or for the patience. Every result comes
 * from a batch started after the call. A call that doesn't fit waits for a later batch, and
 * smaller ones go ahead of it. A failed batch is split in halves, which run one after the other, so that
 * one call does not fail the others and a bad batch doesn't become as many statements as it has calls.
 * @param run returns the results in the order of the items; a failed batch has changed nothing.
 */
export function groupCommit<I, O>(
  run: (items: I[]) => Promise<O[]>,
  { mostTogether, size, mostWaiting, mostUnderWay, patienceMilliseconds, isSharedName }: BatchOptions<I>,
): (item: I) => Promise<O> {
  const mostSize = size?.most ?? Number.POSITIVE_INFINITY;
  let queue: Waiting<I, O>[] = [];
  let queuedSize = 0;
  const running = new Set<Waiting<I, O>[]>();
  // Running batches that still hold back the next.
  const recent = new Set<Waiting<I, O>[]>();
  let isStarting = false;

  function mayStart(): boolean {
    if (queue.length === 0 || running.size >= mostUnderWay) return false;
    return recent.size === 0 || queue.length >= mostTogether || queuedSize >= mostSize;
  }

  /** The first call, and each later one that fits. */
  function takeBatch(): Waiting<I, O>[] {
    const batch: Waiting<I, O>[] = [];
    const left: Waiting<I, O>[] = [];
    let taken = 0;
    for (const entry of queue) {
      const fits = batch.length < mostTogether && taken + entry.size <= mostSize;
      if (batch.length > 0 && !fits) left.push(entry);
      else {
        batch.push(entry);
        taken += entry.size;
      }
    }
    queue = left;
    queuedSize -= taken;
    return batch;
  }

  function start(): void {
    isStarting = false;
    while (mayStart()) {
      const batch = takeBatch();
      const patience = patienceMilliseconds > 0 ? holdBack(batch) : undefined;
      running.add(batch);
      void finish(batch).finally(() => {
        clearTimeout(patience);
        recent.delete(batch);
        running.delete(batch);
        start();
      });
    }
  }

  // One slow batch, waiting for a lock, doesn't hold back every call.
  function holdBack(batch: Waiting<I, O>[]): NodeJS.Timeout {
    recent.add(batch);
    return setTimeout(() => {
      recent.delete(batch);
      start();
    }, patienceMilliseconds);
  }

  async function finish(batch: Waiting<I, O>[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as O);
    } catch (error) {
      if (batch.length > 1 && !isSharedName(error)) await finishHalves(batch);
      else for (const { reject } of batch) reject(error);
    }
  }

  async function finishHalves(batch: Waiting<I, O>[]): Promise<void> {
    const half = Math.ceil(batch.length / 2);
    await finish(batch.slice(0, half));
    await finish(batch.slice(half));
  }

  return (item) =>
    new Promise((resolve, reject) => {
      if (queue.length >= (mostWaiting ?? Number.POSITIVE_INFINITY)) return reject(tooManyWait());
      const own = size?.of(item) ?? 0;
      queue.push({ item, size: own, resolve, reject });
      queuedSize += own;
      // Starts after the current turn of the event loop, so that simultaneous calls share a batch.
      if (isStarting || !mayStart()) return;
      isStarting = true;
      setImmediate(start);
    });
}

/** Known as an unavailable database (db/unavailable.ts): nothing more is asked or stored for the call. */
export function tooManyWait(): Error {
  return Object.assign(new Error("too many calls wait for the database"), { code: "53300" });
}
