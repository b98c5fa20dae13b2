// @ts-check
import { signedHeaders } from "../keys.mjs";
import { randomId, sha256 } from "../text.mjs";
import { refusalOf } from "./redeem-grant.mjs";

/** @typedef {import("../issuer/issuer.mjs").Issuer} Issuer */
/** @typedef {import("../keys.mjs").SigningKey} SigningKey */
/** @typedef {import("./redeem-grant.mjs").Redemption} Redemption */

/**
 * What became of a redeemed grant.
 * @typedef {object} Execution
 * @property {"done" | "failed" | "uncertain"} outcome
 * @property {number} durationMs
 * @property {string | Uint8Array} [result] hashed here: only the SHA-256 leaves the process
 * @property {string} [error] one line, shown as unverified
 */

/**
 * Reports the outcome to the request's history. The same report again is accepted, so a lost
 * response is repeated.
 * @param {Issuer} issuer
 * @param {SigningKey} key
 * @param {Redemption} redemption
 * @param {Execution} execution
 * @returns {Promise<void>}
 * @throws {import("../refusal.mjs").Refusal}
 */
export async function reportExecution(issuer, key, { agentId, requestId }, execution) {
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

/** @param {string} text */
function oneLine(text) {
  return text
    .replace(/[\p{Cc}\p{Cs}\s]+/gu, " ")
    .trim()
    .slice(0, 200);
}
