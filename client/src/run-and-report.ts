import type { CheckedAction } from "./action.ts";
import type { Redemption } from "./grant/redeem-grant.ts";
import type { Execution } from "./grant/report-execution.ts";
import { UncertainError } from "./refusal.ts";

/** Runs a redeemed action once, and reports the outcome. */
export async function runAndReport<T>(
  redemption: Redemption,
  run: (allowed: { action: CheckedAction; redemption: Redemption }) => T | Promise<T>,
  report: (execution: Execution) => Promise<void>,
): Promise<T> {
  const started = performance.now();
  let result: T;
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
