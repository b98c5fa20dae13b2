import type { Issuer } from "../issuer/issuer.ts";
import type { SigningKey } from "../keys.ts";
import { signedHeaders } from "../keys.ts";
import { randomId, sha256 } from "../text.ts";
import type { Redemption } from "./redeem-grant.ts";
import { refusalOf } from "./redeem-grant.ts";

/** What became of a redeemed grant. */
export interface Execution {
  outcome: "done" | "failed" | "uncertain";
  durationMs: number;
  /** Hashed here: only the SHA-256 leaves the process. */
  result?: string | Uint8Array;
  /** One line, shown as unverified. */
  error?: string;
}

/**
 * Reports the outcome to the request's history. The same report again is accepted, so a lost
 * response is repeated.
 * @throws {Refusal}
 */
export async function reportExecution(
  issuer: Issuer,
  key: SigningKey,
  { agentId, requestId }: Redemption,
  execution: Execution,
): Promise<void> {
  const { outcome, durationMs, result, error } = execution;
  const body = JSON.stringify({
    request: requestId,
    outcome,
    duration_ms: Math.max(0, Math.round(durationMs)),
    result_sha256: result === undefined ? undefined : await sha256(result),
    error: oneLine(error ?? "") || undefined,
  });
  const id = randomId("msg");
  const path = `/api/v1/agents/${encodeURIComponent(agentId)}/requests/${encodeURIComponent(requestId)}/execution`;
  const headers = () => signedHeaders(key, { id, body });
  const answer = await issuer.call(path, { method: "POST", body, headers });
  if (answer.status !== 200) throw refusalOf(answer);
}

function oneLine(text: string) {
  return text
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, " ")
    .trim()
    .slice(0, 200);
}
