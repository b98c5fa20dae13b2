interface Waiting<I, O> {
  item: I;
  resolve: (result: O) => void;
  reject: (error: unknown) => void;
}

export interface BatchOptions {
  /** Calls in one batch, at most. */
  mostTogether: number;
  /** The most batches running at a time: calls during a batch form the next batch. */
  mostUnderWay: number;
  /**
   * How long a running batch holds back a next one that isn't full, in milliseconds: more calls
   * then share the fixed cost of a batch. 0: not at all.
   */
  patienceMilliseconds: number;
  /** Whether every call would fail with the error: then a failed batch is not taken apart. */
  isSharedName: (error: unknown) => boolean;
}

/**
 * Combines simultaneous calls into one, as databases do for commits (group commit): the calls share
 * a round trip, a transaction and a write to disk. A call goes out immediately while no batch runs;
 * later ones wait for the running batch, for a full batch, or for the patience. Every result comes
 * from a batch started after the call. The calls of a failed batch are made separately, so that one
 * does not fail the others.
 * @param run returns the results in the order of the items; a failed batch has changed nothing.
 */
export function groupCommit<I, O>(
  run: (items: I[]) => Promise<O[]>,
  { mostTogether, mostUnderWay, patienceMilliseconds, isSharedName }: BatchOptions,
): (item: I) => Promise<O> {
  const queue: Waiting<I, O>[] = [];
  const running = new Set<Waiting<I, O>[]>();
  // Running batches that still hold back the next.
  const recent = new Set<Waiting<I, O>[]>();
  let isStarting = false;

  function mayStart(): boolean {
    if (queue.length === 0 || running.size >= mostUnderWay) return false;
    return recent.size === 0 || queue.length >= mostTogether;
  }

  function start(): void {
    isStarting = false;
    while (mayStart()) {
      const batch = queue.splice(0, mostTogether);
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
      if (batch.length > 1 && !isSharedName(error)) await Promise.all(batch.map((entry) => finish([entry])));
      else for (const { reject } of batch) reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      // Starts after the current turn of the event loop, so that simultaneous calls share a batch.
      if (isStarting || !mayStart()) return;
      isStarting = true;
      setImmediate(start);
    });
}
