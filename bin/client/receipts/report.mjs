// @ts-check
import { chmodSync, writeFileSync } from "node:fs";
import { numberToMatch } from "../../../lib/boundary/calls/number-to-match.mjs";
import { plainJson, visible, visibleJson } from "../visible.mjs";

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("../agent/wait.mjs").Patch} Patch */
/** @typedef {import("../exit-codes.mjs").ExitName} ExitName */
/** @typedef {import("../agent/wait.mjs").RequestResponse} RequestResponse */

/** @type {Readonly<Record<string, ExitName>>} */
const exitOfState = {
  pending: "pending",
  blocked: "blocked",
  denied: "denied",
  expired: "expired",
  cancelled: "cancelled",
};

/**
 * A resumed ask may find that its grant is no longer usable.
 * @type {Readonly<Record<string, ExitName>>}
 */
const exitOfGrant = {
  issued: "ok",
  redeemed: "grant_redeemed",
  expired: "grant_expired",
  revoked: "grant_refused",
};

/**
 * Reports the outcome of an ask: as text on stderr, and on stdout the grant, or the whole answer as
 * JSON.
 * @param {Io} io
 * @param {RequestResponse & {agent: string, action: import("../json/action-digest.mjs").Action}} result
 * @param {{json?: boolean, out?: string}} options `out`: a file to write the whole answer to as
 * well
 * @returns {ExitName}
 */
export function report(io, result, { json, out }) {
  const exit = exitOf(result);
  const text = `${plainJson(result)}\n`;
  if (out) writePrivately(out, text);
  io.err(inWords(result, exit));
  if (json) io.out(text);
  else if (result.grant) io.out(`${result.grant}\n`);
  return exit;
}

/** @param {RequestResponse} answer @returns {ExitName} */
function exitOf({ request: { state }, grant, grant_state }) {
  if (state !== "allowed" && state !== "approved") return exitOfState[state] ?? "failed";
  if (grant) return "ok";
  return exitOfGrant[grant_state ?? ""] ?? "failed";
}

/** @param {RequestResponse} answer @param {ExitName} exit */
function inWords({ request, grant, grant_state }, exit) {
  const { state, denial, edit, close_reason, approval_url } = request;
  const id = visible(request.id);
  if (state === "denied" && denial) {
    const code = denial.reason_code === undefined ? "" : ` (${visible(denial.reason_code)})`;
    return `${id} denied by ${visible(denial.by)}${code}: ${visible(denial.reason)}\n${patchLines("suggested edit", denial.suggested_edit)}`;
  }
  const number = numberToMatch(request);
  const match = number === undefined ? "" : `Number to match: ${number}\n`;
  if (exit === "pending") return `${id} pending. Approve:\n  ${visible(approval_url)}\n${match}`;
  const why = close_reason ? ` (${visible(close_reason).replaceAll("_", " ")})` : "";
  if (grant === undefined && grant_state)
    return `${id} was ${visible(state)}${why}. ${goneWords(grant_state)}\n`;
  return `${id} is ${visible(state)}${why}.\n${patchLines("edited", edit?.patch)}`;
}

/**
 * An old approval without a usable grant must not read as a permission.
 * @param {string} state of the grant
 */
function goneWords(state) {
  if (state === "redeemed") return "Its grant is already redeemed. Don't perform the action again.";
  return `Its grant is ${visible(state)}. Don't perform the action. Ask again with a new ID.`;
}

/** One line for each value that an approver changed. @param {string} what @param {Patch | undefined} patch */
function patchLines(what, patch = []) {
  return patch.map(({ path, value }) => `  ${what}: ${visible(path)} to ${visibleJson(value)}\n`).join("");
}

/** A grant is a credential while it lives. @param {string} path @param {string} text */
function writePrivately(path, text) {
  writeFileSync(path, text, { mode: 0o600 });
  chmodSync(path, 0o600);
}
