import type { Database, Transaction } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import type { Action } from "#lib/policy/language/action";
import { otherCode } from "./default-deny-reasons.ts";
import { denyReasonsFor } from "./deny-reasons.ts";

/** Why a person denies: an offered reason's code or {@link otherCode}, and the typed text. */
export interface ChosenReason {
  code: string;
  /** The words that the page showed for the code. */
  shown?: string | undefined;
  text: string;
}

/**
 * The words of a denial for the agent: the live policy's words for the reason, and the typed text.
 * A person who saw other words is asked again: the agent gets them in the person's name.
 * @throws {CountersignError} `invalid_body` for a code that isn't offered, and for neither reason
 * nor text; `request_changed` for a reason whose words aren't those that were shown.
 */
export async function denialWords(
  db: Database | Transaction,
  action: Action,
  { code, shown, text }: ChosenReason,
): Promise<string> {
  if (code === otherCode) {
    if (text) return text;
    throw refused("a denial has neither a reason nor a text", "Choose a reason or enter a message.");
  }
  const { catalog } = await loadPolicy(db, await currentPolicyVersion(db));
  const reason = denyReasonsFor(action, catalog.get(action.type)).find((offered) => offered.code === code);
  if (!reason) throw refused(`${code} isn't a reason of ${action.type}`, notOffered);
  if (shown !== undefined && shown !== reason.text)
    throw new CountersignError("request_changed", `${code} of ${action.type} has other words now`, {
      userMessage: "The words of this reason changed, so nothing was denied. Reload and choose again.",
    });
  return text ? `${reason.text}: ${text}` : reason.text;
}

const notOffered = "This reason is no longer offered, so nothing was denied. Reload and choose another one.";

function refused(message: string, userMessage: string): CountersignError {
  return new CountersignError("invalid_body", message, { userMessage });
}
