import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { confirmWithPasskey } from "#lib/passkeys/confirm-with-passkey";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { assertionSchema } from "#lib/passkeys/credential-json";
import { runtime } from "./runtime.ts";

/**
 * Insists that a form carries, in its field `confirmation`, the viewer's passkey confirming this act.
 * @returns the credential id of the passkey that confirmed the act.
 * @throws {CountersignError} `passkey_refused` when there is none, `conflict` when it confirms by its own account something else, as after
 *   a name was changed that the screen still shows; else as `confirmWithPasskey`
 */
export async function requireConfirmation(
  viewer: Viewer,
  act: ConfirmedAct,
  form: FormData,
): Promise<{ credentialId: string }> {
  const { db, config, clock } = runtime();
  const credential = readAssertion(form.get("confirmation"));
  // Only for the words: what binds is the challenge, which is good for one act.
  if ((form.get("confirmedAct") ?? act) !== act) throw changedMeanwhile(act);
  return confirmWithPasskey(db, { personId: viewer.personId, act, credential, config, now: clock() });
}

function changedMeanwhile(act: ConfirmedAct): CountersignError {
  return new CountersignError("conflict", `what was confirmed is not ${act}`, {
    userMessage:
      "Something changed since you opened this page, so nothing was done. Reload and review it again.",
  });
}

function readAssertion(field: FormDataEntryValue | null) {
  try {
    return assertionSchema.parse(JSON.parse(String(field)));
  } catch (cause) {
    throw new CountersignError("passkey_refused", "no passkey confirms this form", {
      userMessage: "Confirm this with your passkey. Reload and try again.",
      cause,
    });
  }
}
