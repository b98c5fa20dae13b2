import { keyTypedIn } from "#app/(console)/agents/agent-key-field";
import { typedIn } from "#components/forms/normalized-field.ts";
import { actDigest, named } from "#components/passkey/act-digest.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/**
 * The act that creates an agent with exactly the form's name, owner, backup approvers and first
 * key. People appear by the names on the screen; where there are too many to list, by the typed
 * text, which matches one person.
 */
export async function creationAct(form: FormData, names: ReadonlyMap<string, string>): Promise<ConfirmedAct> {
  const owner = named([typedIn(form, "ownerId")], names);
  const backups = named(form.getAll("backupIds").map(String), names);
  const { kind, shown } = keyTypedIn(form);
  return `agent/create/${kind}/${await actDigest([typedIn(form, "name"), owner, backups, ...shown])}`;
}
