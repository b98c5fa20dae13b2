import type { Action } from "../mapping/engine/action-of.ts";
import type { CallOptions, Result } from "./call-options.ts";
import { decide } from "./decide.ts";
import { forwardOnce, reported } from "./forward-once.ts";
import type { Answer, Port } from "./port.ts";
import { PortError } from "./port-error.ts";
import type { Stopped } from "./stopped.ts";
import { stopped, stoppedByCode } from "./stopped.ts";

// Runs of the same call share a request, and one gets its grant. Each round has a winner, so that
// simultaneous runs get their turn.
const mostRounds = 50;
const mostConflicts = 3;
// A lost redemption counts towards totals, although nothing ran.
const mostLost = 3;
const needsAnotherGrant = new Set(["grant_already_redeemed", "grant_expired", "grant_revoked", "conflict"]);

/** Asks, waits, redeems, forwards, reports. A call runs at most once, after its redemption (invariant 21). */
export async function runCall<Value, A extends Answer>(
  countersign: Port<A>,
  options: CallOptions<Value, A>,
): Promise<Result<Value>> {
  const lost: Promise<boolean>[] = [];
  const result = await run(countersign, options, lost);
  if (lost.length === 0) return result;
  const reports = [...lost, "reported" in result ? result.reported : true];
  return { ...result, reported: Promise.all(reports).then((all) => !all.includes(false)) };
}

/** @param lost takes the reports of redemptions whose answer was lost */
async function run<Value, A extends Answer>(
  countersign: Port<A>,
  options: CallOptions<Value, A>,
  lost: Promise<boolean>[],
): Promise<Result<Value>> {
  const now = options.now ?? (() => performance.now());
  const holdUntil = now() + options.holdSeconds * 1000;
  for (let round = 1; round <= mostRounds; round++) {
    const decided = await decide(countersign, options, { holdUntil, now });
    if ("kind" in decided) {
      // Policy, agent or key changed during the ask: nothing was recorded.
      if (decided.code === "conflict" && round < mostConflicts) continue;
      return decided;
    }
    const redeemed = await redeem(countersign, decided, options);
    if (redeemed === true) return forwardOnce(countersign, decided.request.id, { ...options, now });
    if (redeemed) return redeemed;
    if (isLost(decided)) lost.push(reportLost(countersign, decided, options));
    if (lost.length === mostLost) return stopped("unavailable", { detail: "its answers were lost" });
  }
  return stopped("unavailable", { detail: "too many runs of the same call at the same time" });
}

/** @returns undefined: the call needs another grant */
async function redeem<A extends Answer>(
  countersign: Port<A>,
  { grant, request, redemption }: A,
  { action, reportWithinSeconds }: { action: Action; reportWithinSeconds: number },
): Promise<true | undefined | Stopped> {
  if (redemption !== undefined) return true;
  // The grant was used or has expired since the decision.
  if (grant === undefined) return undefined;
  try {
    await countersign.redeem(grant, action, { reportWithinSeconds });
    return true;
  } catch (error) {
    if (error instanceof PortError && needsAnotherGrant.has(error.code)) return undefined;
    return stoppedByCode(error, request);
  }
}

/** Whether this ask redeemed its grant in an answer that was lost. Such an answer permits nothing. */
function isLost({ request, grant_state }: Answer): boolean {
  return request.state === "allowed" && grant_state === "redeemed";
}

function reportLost<A extends Answer>(
  countersign: Port<A>,
  { request }: A,
  { onReportFailed }: Pick<CallOptions<unknown, A>, "onReportFailed">,
): Promise<boolean> {
  const error = "not sent: the answer that permitted it was lost";
  return reported(countersign, request.id, { outcome: "failed", durationMs: 0, error }, onReportFailed);
}
