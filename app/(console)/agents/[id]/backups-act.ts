import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { actDigest, type Named } from "../../../../components/passkey/act-digest.ts";

/** The act that makes people backups of an agent, by the names that the screen shows; undefined when nobody is. Taking out takes none. */
export async function backupsAct(agent: Named, added: Named[]): Promise<ConfirmedAct | undefined> {
  if (added.length === 0) return undefined;
  return `agent/backups/${agent.id as `agt_${string}`}/${await actDigest([agent.name, added])}`;
}
