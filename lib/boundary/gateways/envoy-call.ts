import { actionOf } from "#lib/boundary/mapping/action-of.mjs";
import type { HttpCall } from "#lib/boundary/mapping/call.mjs";
import { readMapping } from "#lib/boundary/mapping/read-mapping.mjs";
import { base64url, sha256 } from "#lib/digest";
import { CountersignError } from "#lib/errors";
import { parseAsk } from "#lib/json/parse";
import type { Action } from "#lib/policy/language/action";

/** A call that Envoy asks about, as it came. */
export interface EnvoyCheck {
  method: string;
  host: string;
  /** Path and query, not decoded. */
  address: string;
  contentType: string | undefined;
  /** Empty unless Envoy is configured to send the body. */
  body: Uint8Array;
}

/** Envoy has no rules: each host and method has an action type of its kind. */
const unmapped = readMapping({ version: 1 });

/**
 * The action of a call that Envoy asks about. Envoy sends no body unless it is configured to, and
 * then an empty one looks the same: the action says that the body was not seen, because a client can
 * change a body that no one saw.
 * @throws {CallError} if no request can describe the call.
 */
export function actionOfCheck(check: EnvoyCheck): Action {
  const [path = "", ...query] = check.address.split("?");
  const call: HttpCall = {
    kind: "http",
    method: check.method,
    host: check.host.toLowerCase(),
    path,
    ...(query.length > 0 && { query: query.join("?") }),
    ...contentOf(check),
  };
  const { action } = actionOf(unmapped, call);
  return check.body.byteLength > 0 ? action : { ...action, params: { ...action.params, body_seen: false } };
}

function contentOf({ contentType, body }: EnvoyCheck): Partial<HttpCall> {
  if (body.byteLength === 0) return {};
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase();
  if (mediaType === "application/json") {
    const value = readStrictly(body);
    if (value !== undefined) return { body: value as NonNullable<HttpCall["body"]> };
  }
  return {
    ...(contentType !== undefined && { contentType }),
    bodySha256: base64url(sha256(body)),
    bodyBytes: body.byteLength,
  };
}

/** JSON that no two readers understand differently; undefined for anything else. */
function readStrictly(body: Uint8Array): ReturnType<typeof parseAsk> | undefined {
  try {
    return parseAsk(body);
  } catch (error) {
    if (error instanceof CountersignError && error.code === "invalid_json") return undefined;
    throw error;
  }
}
