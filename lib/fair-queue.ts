/** A waiting call. */
interface Waiting {
  run: () => Promise<unknown>;
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}

/**
 * Runs a few calls at a time, taking callers in turn: a busy caller delays only its own calls, and
 * another caller waits no longer than one call of each caller takes. Each caller has one running
 * call at a time, in the order of arrival.
 * @param mostUnderWay the most calls running at a time.
 */
export function fairQueue(mostUnderWay: number): <R>(who: string, run: () => Promise<R>) => Promise<R> {
  // The next caller in turn is first: a map iterates in the order of insertion.
  const queues = new Map<string, Waiting[]>();
  const underWay = new Set<string>();

  function start(): void {
    while (underWay.size < mostUnderWay) {
      const next = whoseTurn();
      if (next === undefined) return;
      const queue = queues.get(next) ?? [];
      const first = queue.shift();
      queues.delete(next);
      if (queue.length > 0) queues.set(next, queue);
      if (first) void finish(next, first);
    }
  }

  // At most as many are passed over as are under way.
  function whoseTurn(): string | undefined {
    for (const who of queues.keys()) if (!underWay.has(who)) return who;
    return undefined;
  }

  async function finish(who: string, { run, resolve, reject }: Waiting): Promise<void> {
    underWay.add(who);
    try {
      resolve((await run()) as never);
    } catch (error) {
      reject(error);
    }
    underWay.delete(who);
    start();
  }

  return (who, run) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(who) ?? [];
      queue.push({ run, resolve, reject });
      queues.set(who, queue);
      start();
    });
}
