/** A call waiting for its batch. */
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
  /** Whether every call would fail with the error: then a failed batch is not taken apart. */
  isSharedName: (error: unknown) => boolean;
}

/**
 * Combines simultaneous calls into one, as databases do for commits (group commit): the calls share
 * a round trip, a transaction and a write to disk. A single call goes out alone and immediately: no
 * call waits for company. Every result comes from a batch started after the call, so no result is
 * older than without batching. A failed batch is taken apart and each call made separately, so that
 * a failing call does not fail the others.
 * @param run takes a batch's items and returns the results in the same order; a failed batch has
 * changed nothing.
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
      if (batch.length > 1 && !isSharedName(error)) await Promise.all(batch.map((entry) => finish([entry])));
      else for (const { reject } of batch) reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      // Starts after the current turn of the event loop, so that simultaneous calls share a batch.
      if (isStarting || underWay >= mostUnderWay) return;
      isStarting = true;
      setImmediate(start);
    });
}
