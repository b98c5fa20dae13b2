import { typedIn } from "#components/forms/normalized-field.ts";
import { actDigest } from "#components/passkey/act-digest.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/** The act that registers a tool with exactly the form's name, address and key. */
export async function registrationAct(form: FormData): Promise<ConfirmedAct> {
  const fields = ["name", "audience", "keyKind", "publicKey", "expiresInDays"];
  return `tool/register/${await actDigest(fields.map((field) => typedIn(form, field)))}`;
}
