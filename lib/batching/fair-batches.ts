import { tooManyWait } from "./group-commit.ts";

interface Waiting<I, O> {
  item: I;
  resolve: (result: O) => void;
  reject: (error: unknown) => void;
}

interface Bounds {
  mostTogether: number;
  mostUnderWay: number;
  /** Of all callers. */
  mostWaiting: number;
}

/**
 * Combines simultaneous calls of many callers into batches, one call of each caller in turn: a busy
 * caller delays only its own calls, which run one batch after the other.
 * @param run makes the calls of a batch: results in the order of the items.
 */
export function fairBatches<I, O>(
  run: (items: I[]) => Promise<O[]>,
  { mostTogether, mostUnderWay, mostWaiting }: Bounds,
): (who: string, item: I) => Promise<O> {
  // The next caller in turn is first: a map iterates in the order of insertion.
  const queues = new Map<string, Waiting<I, O>[]>();
  const underWay = new Set<string>();
  let batches = 0;
  let waiting = 0;
  let isStarting = false;

  function start(): void {
    isStarting = false;
    while (batches < mostUnderWay) {
      const next = takeBatch();
      if (next.size === 0) return;
      void finish(next);
    }
  }

  function takeBatch(): Map<string, Waiting<I, O>[]> {
    const ready = [...queues.keys()].filter((who) => !underWay.has(who)).slice(0, mostTogether);
    const taken = new Map<string, Waiting<I, O>[]>(ready.map((who) => [who, []]));
    let count = 0;
    for (let turn = 0; count < mostTogether && turn <= mostTogether; turn++)
      for (const who of ready) {
        const next = count < mostTogether ? queues.get(who)?.[turn] : undefined;
        if (next) taken.get(who)?.push(next);
        if (next) count++;
      }
    waiting -= count;
    for (const [who, some] of taken) putLast(who, queues.get(who)?.slice(some.length) ?? []);
    return taken;
  }

  function putLast(who: string, queue: Waiting<I, O>[]): void {
    queues.delete(who);
    if (queue.length > 0) queues.set(who, queue);
  }

  async function finish(taken: Map<string, Waiting<I, O>[]>): Promise<void> {
    batches++;
    for (const who of taken.keys()) underWay.add(who);
    const batch = inTurn([...taken.values()]);
    try {
      const results = await run(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as O);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    batches--;
    for (const who of taken.keys()) underWay.delete(who);
    start();
  }

  return (who, item) =>
    new Promise((resolve, reject) => {
      if (waiting >= mostWaiting) return reject(tooManyWait());
      waiting++;
      const queue = queues.get(who) ?? [];
      queue.push({ item, resolve, reject });
      queues.set(who, queue);
      // Starts after the current turn of the event loop, so that simultaneous calls share a batch.
      if (isStarting || batches >= mostUnderWay) return;
      isStarting = true;
      setImmediate(start);
    });
}

/** The first of each, the second of each, and so on. */
function inTurn<T>(lists: T[][]): T[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  ).flat();
}

/** Runs `mostUnderWay` calls at a time: a busy caller delays only its own, which run in order. */
export function fairQueue(
  bounds: Omit<Bounds, "mostTogether">,
): <R>(who: string, run: () => Promise<R>) => Promise<R> {
  const inTurn = fairBatches((runs: (() => Promise<unknown>)[]) => Promise.all(runs.map((run) => run())), {
    mostTogether: 1,
    ...bounds,
  });
  return <R>(who: string, run: () => Promise<R>) => inTurn(who, run) as Promise<R>;
}
