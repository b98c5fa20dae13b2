import { canonicalJson } from "#lib/json/canonical";
import { CountersignError } from "#lib/kernel/errors";
import type { Action } from "./action.ts";

/**
 * Later messages with the action (statement, grant, redemption) have to fit into a body of 64 KiB.
 */
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
