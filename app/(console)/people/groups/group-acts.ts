import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { actDigest, type Named } from "../../../../components/passkey/act-digest.ts";

/** The act that puts people into a group, by the names that the screen shows; undefined when nobody is. Taking out takes none. */
export async function additionAct(group: Named, added: Named[]): Promise<ConfirmedAct | undefined> {
  if (added.length === 0) return undefined;
  return `group/add/${group.id as `grp_${string}`}/${await actDigest([group.name, added])}`;
}

/** The act that makes a group with people in it; undefined for one with nobody in it, who could approve nothing. */
export async function creationAct(name: string, members: Named[]): Promise<ConfirmedAct | undefined> {
  if (members.length === 0) return undefined;
  return `group/create/${await actDigest([name, members])}`;
}
