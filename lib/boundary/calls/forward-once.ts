import type { Outcome } from "#client/grant/report-execution";
import { oneLine } from "#lib/text/one-line";
import type { CallOptions, Result } from "./call-options.ts";
import { uncertainMessage } from "./messages.ts";
import type { Answer, Port } from "./port.ts";
import { UncertainError } from "./port-error.ts";
import { stopped } from "./stopped.ts";

/** Forwards a call after its redemption, and reports. A failed report repeats nothing. */
export async function forwardOnce<Value, A extends Answer>(
  countersign: Port<A>,
  requestId: string,
  { forward, signal, onReportFailed, now }: CallOptions<Value, A> & { now: () => number },
): Promise<Result<Value>> {
  const report = (outcome: Outcome) => reported(countersign, requestId, outcome, onReportFailed);
  if (signal?.aborted) {
    const error = "cancelled by the client before it was sent";
    const failed = report({ outcome: "failed", durationMs: 0, error });
    return { ...stopped("aborted", {}, { id: requestId }), reported: failed };
  }
  const started = now();
  const durationMs = () => Math.max(0, Math.round(now() - started));
  try {
    const { value, failed, error, resultSha256 } = await forward(signal);
    const outcome = failed ? "failed" : "done";
    const sent = report({ outcome, durationMs: durationMs(), resultSha256, error: oneLine(error) });
    return { kind: "ran", value, requestId, reported: sent };
  } catch (error) {
    // After a cancellation the error only tells that the boundary stopped waiting.
    const isUncertain = error instanceof UncertainError || signal?.aborted;
    const outcome = isUncertain ? "uncertain" : "failed";
    const text = oneLine(error instanceof Error ? error.message : String(error));
    const sent = report({ outcome, durationMs: durationMs(), error: text });
    return isUncertain
      ? { kind: "uncertain", error, message: uncertainMessage, requestId, reported: sent }
      : { kind: "failed", error, requestId, reported: sent };
  }
}

/** Reports an outcome. @returns whether it could be recorded; never rejects */
export function reported(
  { report }: Pick<Port, "report">,
  requestId: string,
  outcome: Outcome,
  onReportFailed?: (error: unknown) => void,
): Promise<boolean> {
  return report(requestId, outcome).then(
    () => true,
    (error) => {
      onReportFailed?.(error);
      return false;
    },
  );
}
