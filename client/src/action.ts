import { digestedText } from "./digested-text.ts";
import { canonicalJson } from "./json/canonical.ts";
import { copyJson, type JsonObject } from "./json/copy-json.ts";
import { Refusal } from "./refusal.ts";
import { sha256 } from "./text.ts";

/** An agent's intended action. `type` is dotted lower-case words, such as `refund.create`. */
export interface Action {
  type: string;
  resource?: string;
  params: { readonly [name: string]: unknown };
  /** The tool the grant is for. */
  audience?: string;
}

/** A frozen copy of a checked action. */
export type CheckedAction = Readonly<{
  type: string;
  resource?: string;
  params: JsonObject;
  audience?: string;
}>;

const actionType = /^[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*$/;
const members = new Set(["type", "resource", "params", "audience"]);
/** A call's body has 64 KiB at most. */
const maximumLength = 65_536;

/** A frozen copy of an action in the server's form. @throws {Refusal} `invalid_action` */
export function checkAction(action: Action): CheckedAction {
  if (typeof action !== "object" || action === null) throw invalid("an action is an object");
  for (const name of Object.keys(action))
    if (!members.has(name)) throw invalid(`an action has no member ${JSON.stringify(name)}`);
  const { type, resource, params, audience } = action;
  if (typeof type !== "string" || type.length > 100 || !actionType.test(type))
    throw invalid("type is lower-case words joined by dots, such as refund.create");
  const copy = copyJson(params, "/params");
  if (typeof copy !== "object" || copy === null || Array.isArray(copy)) throw invalid("params is an object");
  const checked = Object.freeze({
    type,
    ...(resource !== undefined && { resource: checkPart(resource, "resource") }),
    params: copy as JsonObject,
    ...(audience !== undefined && { audience: checkPart(audience, "audience") }),
  });
  if (canonicalJson(checked).length > maximumLength) throw invalid("longer than 64 KiB");
  return checked;
}

/** What an approval is bound to: the SHA-256 of {@link digestedText}. @throws `invalid_action` */
export function actionDigest(agent: string, action: Action): Promise<string> {
  return sha256(digestedText(agent, checkAction(action)));
}

function checkPart(value: unknown, name: string): string {
  const text = copyJson(value, `/${name}`);
  if (typeof text !== "string" || text.length < 1 || text.length > 500)
    throw invalid(`${name} has 1 to 500 characters`);
  return text;
}

function invalid(why: string) {
  return new Refusal("invalid_action", `Invalid action: ${why}.`);
}
