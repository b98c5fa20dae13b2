import type { Outcome } from "#client/grant/report-execution";
import type { Answer, Port } from "../port.ts";
import { PortError } from "../port-error.ts";

/** A port scripted by a test. */
export interface FakeCountersign {
  port: Required<Port>;
  /** What the port was called for, in order. */
  log: string[];
  outcomes: Outcome[];
  redeemed: Set<string>;
  /** Lets the next call of a function throw. */
  fail: (name: "ask" | "wait" | "redeem" | "report", error: Error) => void;
}

interface Script {
  /** The state in the answer to each ask, and in the answer to each wait. */
  states: [asked: string, decided?: string];
  /** The number to match of the pending request. */
  number?: string;
  /** Members of the decided request. */
  change?: object;
  /** Whether asks share a request until its grant is redeemed, as with `pick_up`. */
  isShared?: boolean;
  /** Called when an ask has redeemed its own grant. Left out: no ask does. */
  onRedeemed?: () => void;
  /** How many asks learn that they redeemed the grant in an answer that was lost. */
  losses?: number;
}

export function fakeCountersign({
  states: [asked, decided = asked],
  number,
  change = {},
  isShared,
  onRedeemed,
  losses = 0,
}: Script) {
  const failures = new Map<string, Error>();
  const takeFailure = (name: string) => {
    const error = failures.get(name);
    failures.delete(name);
    if (error) throw error;
  };
  let asks = 0;
  const answer = (state: string, more = {}): Answer => ({
    request: {
      ...{ id: `req_${asks}`, state, approval_url: `https://countersign.example/requests/req_${asks}` },
      ...more,
    },
    ...(/allowed|approved/.test(state) &&
      (onRedeemed ? { redemption: { grant: { id: `gnt_${asks}` } } } : { grant: `gnt_${asks}` })),
  });
  const fake: FakeCountersign = {
    log: [],
    outcomes: [],
    redeemed: new Set(),
    fail: (name, error) => void failures.set(name, error),
    port: {
      async ask(_action, { signal }) {
        fake.log.push("ask");
        takeFailure("ask");
        signal?.throwIfAborted();
        if (!isShared || asks === 0 || fake.redeemed.has(`gnt_${asks}`)) asks++;
        onRedeemed?.();
        if (asks <= losses) return { request: answer(asked).request, grant_state: "redeemed" };
        return answer(asked, number === undefined ? {} : { number_to_match: number });
      },
      async wait(_answer, { seconds, signal }) {
        fake.log.push(`wait ${Math.round(seconds)}`);
        takeFailure("wait");
        if (decided === "never") await aborted(signal);
        return answer(decided, change);
      },
      async redeem(grant) {
        fake.log.push(`redeem ${grant}`);
        takeFailure("redeem");
        if (fake.redeemed.has(grant)) throw new PortError("grant_already_redeemed", "");
        fake.redeemed.add(grant);
      },
      async report(requestId, outcome) {
        fake.log.push(`report ${requestId} ${outcome.outcome} ${outcome.resultSha256}`);
        fake.outcomes.push(outcome);
        takeFailure("report");
      },
    },
  };
  return fake;
}

async function aborted(signal?: AbortSignal): Promise<never> {
  signal?.throwIfAborted();
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
  });
}
