import { z } from "zod";
import { digestedText } from "#client/digested-text";
import { isJsonObject } from "#client/json/pointer";
import { canonicalJson, type Json } from "#lib/json/canonical";
import { storableText } from "#lib/json/storable-text";
import { digestOfText } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { actionTypePattern, longestActionType } from "#lib/text/action-type";

/** An agent's intended action. Numbers are JavaScript numbers, compared in canonical form. */
export interface Action {
  /** Dotted lower-case name, such as `refund.create`. */
  type: string;
  /** The resource, in the agent's own notation, such as `charge/ch_81`. */
  resource?: string;
  params: Record<string, Json>;
  /** The tool the grant is for. */
  audience?: string;
}

/** Depth of nesting that the wire accepts (docs/agents.md). */
const maximumDepth = 16;

/**
 * The wire's `action`. Unknown members are refused, so that no caller thinks them checked. `params`
 * is passed on by reference: a copy would lose a member `__proto__`, which the digest has to cover.
 */
export const actionSchema: z.ZodType<Action> = z.strictObject({
  type: z
    .string()
    .max(longestActionType, `an action type has at most ${longestActionType} characters`)
    .regex(actionTypePattern, "an action type is lower-case words joined by dots, such as refund.create"),
  resource: storableText(500).min(1).optional(),
  params: z
    .custom<Record<string, Json>>(isParams, {
      error: ({ input }) =>
        input === undefined
          ? "is required"
          : "must be a JSON object whose numbers are finite, 16 levels deep at most",
    })
    .meta({ type: "object", description: "Parameters. Any JSON object, up to 16 levels deep." }),
  audience: storableText(500).min(1).optional(),
});

/** base64url(SHA-256(JCS({agent, type, resource?, params, audience?}))), without absent members. */
export function actionDigest(agent: string, action: Action): string {
  return digestOfText(digestedText(agent, action));
}

/** {@link actionDigest} of a canonical action. `agent` is the first member in canonical order. */
export function digestOfCanonicalAction(agent: string, canonicalAction: string): string {
  return digestOfText(`{"agent":${canonicalJson(agent)},${canonicalAction.slice(1)}`);
}

/** The parameter at a path, if any. Own members only: `toString` is no parameter. */
export function parameterAt(params: Record<string, Json>, path: string[]): Json | undefined {
  let value: Json = params;
  for (const name of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    if (!Object.hasOwn(value, name)) return undefined;
    value = value[name] as Json;
  }
  return value;
}

function isParams(value: unknown): boolean {
  return isJsonObject(value) && isJson(value, maximumDepth);
}

// JavaScript reads 1e999, a JSON number, as Infinity, which has no canonical form.
function isJson(value: unknown, depthLeft: number): value is Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depthLeft === 0) return false;
  return Object.values(value).every((member) => isJson(member, depthLeft - 1));
}

/** Later messages with the action have to fit into a body of 64 KiB. */
const maximumActionBytes = 16 * 1024;

/** The action in canonical form. @throws {CountersignError} `invalid_action` if too large */
export function storableAction(action: Action): string {
  const text = canonicalJson(action);
  const bytes = Buffer.byteLength(text);
  if (bytes <= maximumActionBytes) return text;
  throw new CountersignError("invalid_action", `the action has ${bytes} bytes`, {
    userMessage:
      "The action is larger than 16 KiB. Store large data where the tool can read it and send a reference.",
  });
}
