import { setFlagsFromString } from "node:v8";
import { type Response, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { type Asked, contextOf } from "../context.ts";
import type { Found } from "../found.ts";
import { indeterminateId, type Slice } from "../rule-index.ts";
import { prepare } from "./preparse.ts";

// V8 ends the process ("unreachable code" in its deoptimizer) when it discards the compiled code of a
// JavaScript function during a WebAssembly call that was inlined into it. Seen with Node 20.20.
setFlagsFromString("--no-turbo-inline-js-wasm-calls");

/**
 * The rules that apply to an ask, by Cedar: all about the type, also those that predicates exclude. Cedar
 * reports the applicable forbids if any, else the permits. @throws {Error} unless every policy is evaluated.
 */
export function findByCedar(slice: Slice, ask: Asked, now: Date): Found {
  const reasons = askCedar(slice, ask, now);
  const found: Found = { applying: [], indeterminate: [] };
  for (const { rule } of slice.rules.values()) {
    if (reasons.has(rule.id)) found.applying.push(rule);
    else if (reasons.has(indeterminateId(rule.id))) found.indeterminate.push(rule);
  }
  return found;
}

function askCedar(slice: Slice, ask: Asked, now: Date): ReadonlySet<string> {
  const { context, isComplete } = contextOf(slice.reads, ask, now);
  const isCertain = isComplete && now.getTime() < slice.firstExpiry;
  const set = isCertain ? slice.plain : slice.withIndeterminate;
  prepare(set);
  const answer = statefulIsAuthorized({
    principal: { type: "Agent", id: ask.agent },
    action: { type: "Action", id: ask.action.type },
    resource: { type: "Resource", id: ask.action.resource ?? "" },
    context,
    entities: [],
    preparsedPolicySetId: set.id,
  });
  if (answer.type === "failure") throw new Error(answer.errors.map((error) => error.message).join("; "));
  refuseErrors(answer.response);
  return new Set(answer.response.diagnostics.reason);
}

function refuseErrors({ diagnostics }: Response): void {
  if (diagnostics.errors.length === 0) return;
  throw new Error(
    diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`).join("; "),
  );
}
