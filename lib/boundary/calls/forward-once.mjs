// @ts-check
import { oneLine } from "../../text/one-line.mjs";
import { uncertainMessage } from "./messages.mjs";
import { stopped } from "./stopped.mjs";
import { UncertainError } from "./uncertain-error.mjs";

/** @typedef {import("./port.mjs").Answer} Answer */
/** @typedef {import("./port.mjs").Outcome} Outcome */

/**
 * Forwards a call whose grant is redeemed, and reports what became of it. If the report fails, the
 * call isn't repeated.
 * @template Value
 * @template {Answer} A
 * @param {import("./port.mjs").Port<A>} countersign
 * @param {string} requestId
 * @param {import("./run-call.mjs").CallOptions<Value, A> & {now: () => number}} options
 * @returns {Promise<import("./run-call.mjs").Result<Value>>}
 */
export async function forwardOnce(countersign, requestId, { forward, signal, onReportFailed, now }) {
  /** @param {Outcome} outcome */
  const report = (outcome) =>
    countersign.report(requestId, outcome).then(
      () => true,
      (error) => {
        onReportFailed?.(error);
        return false;
      },
    );
  if (signal?.aborted) {
    const error = "cancelled by the client before it was sent";
    const reported = report({ outcome: "failed", durationMs: 0, error });
    return { ...stopped("aborted", {}, { id: requestId }), reported };
  }
  const started = now();
  const durationMs = () => Math.max(0, Math.round(now() - started));
  try {
    const { value, failed, error, resultSha256 } = await forward(signal);
    const outcome = failed ? "failed" : "done";
    const reported = report({ outcome, durationMs: durationMs(), resultSha256, error: oneLine(error) });
    return { kind: "ran", value, requestId, reported };
  } catch (error) {
    // After a cancellation the error only tells that the boundary stopped waiting.
    const isUncertain = error instanceof UncertainError || signal?.aborted;
    const outcome = isUncertain ? "uncertain" : "failed";
    const text = oneLine(error instanceof Error ? error.message : String(error));
    const reported = report({ outcome, durationMs: durationMs(), error: text });
    return isUncertain
      ? { kind: "uncertain", error, message: uncertainMessage, requestId, reported }
      : { kind: "failed", error, requestId, reported };
  }
}
