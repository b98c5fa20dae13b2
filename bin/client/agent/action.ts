import type { Untyped } from "#client/json/untyped";
import type { Action } from "../action-digest.ts";
import { Fault, type Json } from "../fault.ts";
import { lists, texts } from "../options.ts";
import { parseStrictJson } from "../strict-json.ts";

/** Options for an action, apart from its type. */
export const actionOptions = { ...texts("resource", "audience", "params"), ...lists("param") };

/** The described action. `--param k=v` adds to, and wins over, `--params`. */
export function readAction(
  type: string,
  given: { resource?: string; audience?: string; param?: string[]; params?: string },
): Action {
  const { resource, audience, param = [], params = "{}" } = given;
  const action: Untyped = { type };
  if (resource !== undefined) action.resource = resource;
  action.params = { ...readObject(params, "--params"), ...Object.fromEntries(param.map(readParam)) };
  if (audience !== undefined) action.audience = audience;
  return action;
}

/** Reads JSON and refuses everything except an object. `what` names the text in the message. */
export function readObject(text: string, what: string): Untyped {
  const value = parseStrictJson(text, what);
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new Fault("usage", `${what} must be a JSON object`);
  return value;
}

/** `name=value`: JSON if the value reads as JSON, else text. `--param id='"42"'` is the text 42. */
function readParam(text: string): [string, Json] {
  const at = text.indexOf("=");
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || name === "__proto__") throw new Fault("usage", `--param takes name=value, not ${text}`);
  return [name, isJson(value) ? parseStrictJson(value, `--param ${name}`) : value];
}

function isJson(text: string) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
