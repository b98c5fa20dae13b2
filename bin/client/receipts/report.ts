import { chmodSync, writeFileSync } from "node:fs";
import type { RequestAnswer } from "#client/agent/answered";
import { numberToMatch } from "#client/agent/asked";
import type { Replacement } from "#client/json/patch";
import type { ExitName } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { plainJson, visible, visibleJson } from "../visible.ts";

const exitOfState: Readonly<Record<string, ExitName>> = {
  pending: "pending",
  blocked: "blocked",
  denied: "denied",
  expired: "expired",
  cancelled: "cancelled",
};

/** A resumed ask's grant may no longer be usable. */
const exitOfGrant: Readonly<Record<string, ExitName>> = {
  issued: "ok",
  redeemed: "grant_redeemed",
  expired: "grant_expired",
  revoked: "grant_refused",
};

/** Reports an ask on stderr; grant or whole answer go to stdout and to the file `out`. */
export function report(
  io: Io,
  result: RequestAnswer & { agent: string; action: object },
  { json, out }: { json?: boolean; out?: string },
): ExitName {
  const exit = exitOf(result);
  const text = `${plainJson(result)}\n`;
  if (out) writePrivately(out, text);
  io.err(inWords(result, exit));
  if (json) io.out(text);
  else if (result.grant) io.out(`${result.grant}\n`);
  return exit;
}

function exitOf({ request: { state }, grant, grant_state }: RequestAnswer): ExitName {
  if (state !== "allowed" && state !== "approved") return exitOfState[state] ?? "failed";
  if (grant) return "ok";
  return exitOfGrant[grant_state ?? ""] ?? "failed";
}

function inWords({ request, grant, grant_state }: RequestAnswer, exit: ExitName) {
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

/** Why an approved request has no usable grant, in words that don't read as a permission. */
function goneWords(state: string) {
  if (state === "redeemed") return "Its grant is already redeemed. Don't perform the action again.";
  return `Its grant is ${visible(state)}. Don't perform the action. Ask again with a new ID.`;
}

function patchLines(what: string, patch: Replacement[] | undefined = []) {
  return patch.map(({ path, value }) => `  ${what}: ${visible(path)} to ${visibleJson(value)}\n`).join("");
}

function writePrivately(path: string, text: string) {
  writeFileSync(path, text, { mode: 0o600 });
  chmodSync(path, 0o600);
}
