import { base64url } from "jose";
import type { CheckedAction } from "../action.ts";
import { canonicalJson } from "../json/canonical.ts";
import type { Refusal } from "../refusal.ts";
import { sha256, utf8 } from "../text.ts";

export interface Challenge {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Longer actions are only in the body: many servers limit headers to 16 KiB. */
const longestParameter = 4096;

/**
 * A step-up challenge in the manner of RFC 9470: 401 with `insufficient_user_authentication` and
 * `acr_values`, and three more parameters: `countersign` (the issuer), `action_sha256` and, if it
 * fits, `action` (base64url of the action's canonical JSON). The body always contains the action.
 */
export async function challengeFor({
  issuer,
  action,
  acrValues,
  refusal,
}: {
  issuer: string;
  action: CheckedAction;
  acrValues: string[];
  refusal?: Refusal;
}): Promise<Challenge> {
  const text = canonicalJson(action);
  const encoded = base64url.encode(utf8(text));
  const detail = refusal?.message ?? "This action needs a grant.";
  const parameters = {
    error: "insufficient_user_authentication",
    error_description: "Ask Countersign for exactly this action and repeat the call with the grant",
    acr_values: acrValues.join(" "),
    countersign: issuer,
    action_sha256: await sha256(text),
    ...(encoded.length <= longestParameter && { action: encoded }),
  };
  const code = refusal?.code ?? "grant_missing";
  const problem = {
    type: `urn:countersign:error:${code}`,
    title: code.replaceAll("_", " "),
    status: 401,
    code,
    detail,
  };
  return {
    status: 401,
    headers: {
      "www-authenticate": `Bearer ${Object.entries(parameters)
        .map(([name, value]) => `${name}="${value}"`)
        .join(", ")}`,
      "content-type": "application/problem+json",
      "cache-control": "no-store",
    },
    body: JSON.stringify({ ...problem, action }),
  };
}
