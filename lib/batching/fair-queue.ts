import { fairBatches } from "./fair-batches.ts";

/**
 * Runs a few calls at a time, taking callers in turn: a busy caller delays only its own calls,
 * which run one after the other.
 * @param mostUnderWay the most calls running at a time.
 */
export function fairQueue(mostUnderWay: number): <R>(who: string, run: () => Promise<R>) => Promise<R> {
  const inTurn = fairBatches((runs: (() => Promise<unknown>)[]) => Promise.all(runs.map((run) => run())), {
    mostTogether: 1,
    mostUnderWay,
  });
  return <R>(who: string, run: () => Promise<R>) => inTurn(who, run) as Promise<R>;
}
