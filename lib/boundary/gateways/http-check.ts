import { base64url, sha256 } from "#lib/kernel/digest";
import type { Action } from "#lib/policy/language/action";
import { actionOf } from "../mapping/engine/action-of.ts";
import { CallError } from "../mapping/engine/call-error.ts";
import { describeCall, type ReceivedHead, readHead } from "../mapping/engine/http-call.ts";
import { readMapping } from "../mapping/engine/read-mapping.ts";

/** Gateways have no rules: each host and method has an action type of its kind. */
const unmapped = readMapping({ version: 1 });

const forwardHeaders = { method: "x-forwarded-method", host: "x-forwarded-host", target: "x-forwarded-uri" };

/**
 * The action of a call that a gateway asks about. Envoy by default sends no body, forward auth mostly none.
 * The action then says that the body was not seen: a client can change it. @throws {CallError}
 */
export function actionOfCheck(received: ReceivedHead, body: Uint8Array): Action {
  requireWholeBody(received.rawHeaders);
  const call = describeCall(readHead(received, Object.values(forwardHeaders)), {
    ...{ bytes: body.byteLength, content: body },
    sha256: base64url(sha256(body)),
  });
  return actionOf(unmapped, body.byteLength > 0 ? call : { ...call, bodySeen: false }).action;
}

/** Envoy marks a body cut short. An unknown mark counts as one. */
function requireWholeBody(rawHeaders: readonly string[]): void {
  if (valuesOf(rawHeaders, "x-envoy-auth-partial-body").some((value) => value !== "false"))
    throw new CallError("/body", "is longer than what Envoy sends");
}

/**
 * The call that nginx, Caddy or Traefik ask about, in three headers that the gateway sets.
 * @throws {CallError} if a header is missing or repeated: a client's copy could mean another call
 */
export function readForwardAuth(rawHeaders: readonly string[]): ReceivedHead {
  const { method, host, target } = forwardHeaders;
  const own = new Set(Object.values(forwardHeaders));
  const isOwn = (at: number) => own.has((rawHeaders[at - (at % 2)] ?? "").toLowerCase());
  return {
    method: onlyValueOf(rawHeaders, method),
    host: onlyValueOf(rawHeaders, host),
    target: onlyValueOf(rawHeaders, target),
    rawHeaders: rawHeaders.filter((_, at) => !isOwn(at)),
  };
}

function onlyValueOf(rawHeaders: readonly string[], name: string): string {
  const [value, ...others] = valuesOf(rawHeaders, name);
  if (value !== undefined && others.length === 0) return value;
  throw new CallError("/headers", `must have exactly one header ${name}`);
}

function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);
}
