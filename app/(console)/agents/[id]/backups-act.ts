import { actDigest, type Named } from "#components/passkey/act-digest.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/**
 * The act that adds backup approvers to an agent, by the names on the screen; undefined when the
 * form adds none. Removing a backup approver needs no act.
 */
export async function backupsAct(agent: Named, added: Named[]): Promise<ConfirmedAct | undefined> {
  if (added.length === 0) return undefined;
  return `agent/backups/${agent.id as `agt_${string}`}/${await actDigest([agent.name, added])}`;
}
