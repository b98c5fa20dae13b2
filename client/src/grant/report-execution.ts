import type { CheckedAction } from "../action.ts";
import type { CallInit, Issuer } from "../issuer.ts";
import { type SigningKey, signedHeaders } from "../keys.ts";
import { Refusal, UncertainError } from "../refusal.ts";
import { refusalOf } from "../refusal-of.ts";
import { randomId, sha256 } from "../text.ts";
import type { Redemption } from "./redeem-grant.ts";

export interface Execution {
  outcome: "done" | "failed" | "uncertain";
  durationMs: number;
  /** Hashed here: only the SHA-256 leaves the process. */
  result?: string | Uint8Array;
  /** One line, shown as unverified. */
  error?: string;
}

/** The outcome as sent. `error` is a line by the performing code. */
export interface Outcome {
  outcome: Execution["outcome"];
  durationMs: number;
  /** base64url. */
  resultSha256?: string | undefined;
  error?: string | undefined;
}

/** Reports the outcome to the request's history. @throws {Refusal} */
export async function reportExecution(
  issuer: Issuer,
  key: SigningKey,
  { agentId, requestId }: Redemption,
  { result, ...execution }: Execution,
): Promise<void> {
  const resultSha256 = result === undefined ? undefined : await sha256(result);
  const error = oneLine(execution.error ?? "") || undefined;
  const durationMs = Math.max(0, Math.round(execution.durationMs));
  return postReport(issuer, key, { agentId, requestId, ...execution, durationMs, resultSha256, error });
}

/** Sends a report, again after a lost response: the server accepts repetitions. @throws {Refusal} */
export async function postReport(
  issuer: Issuer,
  key: SigningKey,
  { agentId, requestId, ...done }: Outcome & { agentId: string; requestId: string },
  call: Pick<CallInit, "patienceSeconds"> = {},
): Promise<void> {
  const body = JSON.stringify({
    ...{ request: requestId, outcome: done.outcome, duration_ms: done.durationMs },
    ...{ result_sha256: done.resultSha256, error: done.error },
  });
  const id = randomId("msg");
  const path = `/api/v1/agents/${encodeURIComponent(agentId)}/requests/${encodeURIComponent(requestId)}/execution`;
  const headers = (at: number) => signedHeaders(key, { id, body, at });
  const answer = await issuer.call(path, { ...call, method: "POST", body, headers });
  if (answer.status !== 200) throw refusalOf(answer);
  if (answer.body?.request?.id !== requestId)
    throw new Refusal("invalid_answer", "The answer to a report isn't from Countersign.");
}

function oneLine(text: string) {
  return text
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, " ")
    .trim()
    .slice(0, 200);
}

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
