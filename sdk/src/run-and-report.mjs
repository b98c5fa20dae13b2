// @ts-check
import { UncertainError } from "./refusal.mjs";

/** @typedef {import("./action.mjs").CheckedAction} CheckedAction */
/** @typedef {import("./grant/redeem-grant.mjs").Redemption} Redemption */
/** @typedef {import("./grant/report-execution.mjs").Execution} Execution */

/**
 * Runs a redeemed action once, and reports the outcome.
 * @template T
 * @param {Redemption} redemption
 * @param {(allowed: {action: CheckedAction, redemption: Redemption}) => T | Promise<T>} run
 * @param {(execution: Execution) => Promise<void>} report
 * @returns {Promise<T>}
 */
export async function runAndReport(redemption, run, report) {
  const started = performance.now();
  let result;
  try {
    result = await run({ action: redemption.action, redemption });
  } catch (thrown) {
    const outcome = thrown instanceof UncertainError ? "uncertain" : "failed";
    const error = thrown instanceof Error ? thrown.message : String(thrown);
    await report({ outcome, durationMs: performance.now() - started, error });
    throw thrown;
  }
  const bytes = typeof result === "string" || result instanceof Uint8Array ? result : undefined;
  await report({ outcome: "done", durationMs: performance.now() - started, result: bytes });
  return result;
}
