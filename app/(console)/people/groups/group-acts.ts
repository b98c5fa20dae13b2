import { actDigest, type Named } from "#components/passkey/act-digest.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/**
 * The act that adds people to a group, by the names on the screen; undefined when the form adds
 * none. Removing a member needs no act.
 */
export async function additionAct(group: Named, added: Named[]): Promise<ConfirmedAct | undefined> {
  if (added.length === 0) return undefined;
  return `group/add/${group.id as `grp_${string}`}/${await actDigest([group.name, added])}`;
}

/**
 * The act of creating a group with members; undefined for an empty group, which can approve
 * nothing.
 */
export async function creationAct(name: string, members: Named[]): Promise<ConfirmedAct | undefined> {
  if (members.length === 0) return undefined;
  return `group/create/${await actDigest([name, members])}`;
}
