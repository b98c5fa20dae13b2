import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { typedIn } from "../../../../components/forms/typed-in.ts";
import { actDigest, named } from "../../../../components/passkey/act-digest.ts";
import { keyTypedIn } from "../key-typed-in.ts";

/**
 * The act that creates an agent with just this name, owner, backups and first key, as the form has them: people by the names that the screen
 * shows, and where there are too many to list, by what was typed, which means one person.
 */
export async function creationAct(form: FormData, names: ReadonlyMap<string, string>): Promise<ConfirmedAct> {
  const owner = named([typedIn(form, "ownerId")], names);
  const backups = named(form.getAll("backupIds").map(String), names);
  const { kind, shown } = keyTypedIn(form);
  return `agent/create/${kind}/${await actDigest([typedIn(form, "name"), owner, backups, ...shown])}`;
}
