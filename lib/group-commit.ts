/** A call that waits for its batch. */
interface Waiting<I, O> {
  item: I;
  resolve: (result: O) => void;
  reject: (error: unknown) => void;
}

export interface BatchOptions {
  /** Calls in one batch, at most. */
  mostTogether: number;
  /** The most batches that run at a time: calls that arrive during them form the next batch. */
  mostUnderWay: number;
  /** Whether an error is one that every call would meet: then a failed batch is not taken apart. */
  isSharedName: (error: unknown) => boolean;
}

/**
 * Combines calls that arrive at the same time into one, as databases do for commits (group commit):
 * the calls share a round trip, a transaction and a write to disk. A single call goes out alone and
 * immediately: no call waits for company. Every result comes from a batch that began after its
 * call, so no result is older than without batching. A failed batch is taken apart and each call
 * made separately, so that a call that cannot succeed does not fail the others.
 * @param run takes the items of a batch and gives their results in the same order; when it fails,
 *   it has done nothing.
 */
export function groupCommit<I, O>(
  run: (items: I[]) => Promise<O[]>,
  { mostTogether, mostUnderWay, isSharedName }: BatchOptions,
): (item: I) => Promise<O> {
  const queue: Waiting<I, O>[] = [];
  let underWay = 0;
  let isStarting = false;

  function start(): void {
    isStarting = false;
    while (queue.length > 0 && underWay < mostUnderWay) {
      underWay++;
      void finish(queue.splice(0, mostTogether)).finally(() => {
        underWay--;
        start();
      });
    }
  }

  async function finish(batch: Waiting<I, O>[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as O);
    } catch (error) {
      if (batch.length > 1 && !isSharedName(error)) await Promise.all(batch.map((one) => finish([one])));
      else for (const { reject } of batch) reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      // After everything in this turn of the event loop, so that calls that arrive together go
      // together.
      if (isStarting || underWay >= mostUnderWay) return;
      isStarting = true;
      setImmediate(start);
    });
}
