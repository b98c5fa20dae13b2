import { fairBatches } from "./fair-batches.ts";

/**
 * Runs a few calls at a time, taking callers in turn: a busy caller delays only its own calls, and
 * another caller waits no longer than one call of each caller takes. Each caller has one running
 * call at a time, in the order of arrival.
 * @param mostUnderWay the most calls running at a time.
 */
export function fairQueue(mostUnderWay: number): <R>(who: string, run: () => Promise<R>) => Promise<R> {
  const inTurn = fairBatches((runs: (() => Promise<unknown>)[]) => Promise.all(runs.map((run) => run())), {
    mostTogether: 1,
    mostUnderWay,
  });
  return <R>(who: string, run: () => Promise<R>) => inTurn(who, run) as Promise<R>;
}
