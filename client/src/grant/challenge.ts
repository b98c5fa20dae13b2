import { base64url } from "jose";
import { type CheckedAction, checkAction } from "../action.ts";
import { canonicalJson } from "../json/canonical.ts";
import { readJson } from "../json/read-json.ts";
import type { Untyped } from "../json/untyped.ts";
import { Refusal } from "../refusal.ts";
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

export interface ReadChallenge {
  issuer: string;
  action: CheckedAction;
  acrValues: string[];
}

const maximumLength = 262_144;

/**
 * Reads the challenge in a response, whose body stays readable. The tool is not trusted: see
 * `askFor`.
 * @throws {Refusal} `untrusted_challenge`
 */
export async function readChallenge(response: Response): Promise<ReadChallenge | undefined> {
  if (response.status !== 401) return undefined;
  const parameters = parametersOf(response.headers.get("www-authenticate") ?? "");
  const { error, countersign: issuer, action_sha256: hash, acr_values: acrValues = "" } = parameters;
  if (error !== "insufficient_user_authentication" || !issuer || !hash) return undefined;
  try {
    const action = checkAction((await actionIn(parameters.action, response)) as Untyped);
    if ((await sha256(canonicalJson(action))) !== hash) throw new Error("action_sha256 doesn't match");
    return { issuer, action, acrValues: acrValues.split(" ").filter(Boolean) };
  } catch (cause) {
    throw new Refusal("untrusted_challenge", "The tool's challenge doesn't name a valid action.", { cause });
  }
}

async function actionIn(parameter: string | undefined, response: Response) {
  if (parameter !== undefined) return readJson(new TextDecoder().decode(base64url.decode(parameter)));
  const text = await response.clone().text();
  if (text.length > maximumLength) throw new Error("the body is too long");
  return (readJson(text) as Untyped).action;
}

/** The quoted parameters of a `Bearer` challenge: Countersign's contain no quotes or backslashes. */
function parametersOf(header: string): Record<string, string> {
  const found = /(?:^|,\s*)Bearer +(.*)$/i.exec(header.slice(0, 16_384));
  const pairs = (found?.[1] ?? "").matchAll(/(?:^|,)\s*([a-z0-9_]+)="([^"\\]*)"/g);
  return Object.fromEntries([...pairs].map(([, name, value]) => [name, value]));
}

/** Only for the called tool and the known Countersign: a tool could pass another tool's grant on. */
export function refuseUntrusted(
  { issuer, action }: ReadChallenge,
  expected: { issuer: string; url: string; accepts?: (action: CheckedAction) => boolean },
) {
  if (issuer !== expected.issuer)
    throw new Refusal("untrusted_challenge", "The tool names another Countersign than this agent's.");
  const isOfTool =
    action.audience !== undefined &&
    URL.canParse(action.audience) &&
    URL.canParse(expected.url) &&
    new URL(action.audience).origin === new URL(expected.url).origin;
  if (!isOfTool) throw new Refusal("untrusted_challenge", "The tool names an action of another tool.");
  if (expected.accepts && !expected.accepts(action))
    throw new Refusal("untrusted_challenge", "The tool names an action that the agent didn't intend.");
}
