/** A call that waits for its batch. */
interface Waiting<I, O> {
  item: I;
  resolve: (result: O) => void;
  reject: (error: unknown) => void;
}

export interface BatchOptions {
  /** Calls in one batch, at most. */
  mostTogether: number;
  /** Batches under way at a time, at most: what comes meanwhile makes the next one. */
  mostUnderWay: number;
  /** Whether an error is one that every call would meet: then a failed batch is not taken apart. */
  isEverybodys: (error: unknown) => boolean;
}

/**
 * Makes one call for many that come at the same time, as databases do for commits (group commit): a round trip, a transaction and a
 * write to disk are then shared. A call that comes alone goes out alone and at once: nobody waits for company. Every result is
 * of a batch that began after its call, so nothing is older than it would be without. A batch that fails is taken apart and each
 * call made by itself, so that one which cannot succeed is nobody else's misfortune.
 * @param run takes the items of a batch and gives their results in the same order; when it fails, it has done nothing.
 */
export function batchCalls<I, O>(
  run: (items: I[]) => Promise<O[]>,
  { mostTogether, mostUnderWay, isEverybodys }: BatchOptions,
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
      if (batch.length > 1 && !isEverybodys(error)) await Promise.all(batch.map((one) => finish([one])));
      else for (const { reject } of batch) reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      // After everything that this turn of the event loop brings, so that what arrived together goes together.
      if (isStarting || underWay >= mostUnderWay) return;
      isStarting = true;
      setImmediate(start);
    });
}
