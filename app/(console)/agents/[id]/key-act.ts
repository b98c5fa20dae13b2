import { keyTypedIn } from "#app/(console)/agents/agent-key-field";
import { actDigest, type Named } from "#components/passkey/act-digest.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/** The act of adding exactly one key to an agent, with the agent's name as shown. */
export async function keyAct(agent: Named, form: FormData): Promise<ConfirmedAct> {
  const { kind, shown } = keyTypedIn(form);
  const digest = await actDigest([agent.name, ...shown]);
  return `agent/key/${agent.id as `agt_${string}`}/${kind}/${digest}`;
}
