import { runtime } from "#app/runtime/runtime";
import { CountersignError } from "#lib/kernel/errors";
import { confirmWithPasskey } from "#lib/passkeys/confirm-with-passkey";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { assertionSchema } from "#lib/passkeys/credential-json";
import type { Viewer } from "#lib/sessions/session";

/**
 * Requires that the form's field `confirmation` carries the viewer's passkey confirmation of this
 * act.
 * @returns the credential ID of the confirming passkey.
 * @throws {CountersignError} `passkey_refused` without a confirmation, `conflict` when the form
 * declares a different act, as after a change of a name the screen still shows; otherwise as
 * `confirmWithPasskey`
 */
export async function requireConfirmation(
  viewer: Viewer,
  act: ConfirmedAct,
  form: FormData,
): Promise<{ credentialId: string }> {
  const { db, config, clock } = runtime();
  const credential = readAssertion(form.get("confirmation"));
  // Only for the message: the challenge is the security check, valid for one act.
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
