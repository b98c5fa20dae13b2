import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";
import { actDigest, type Named } from "../../../../components/passkey/act-digest.ts";

/** The act that reinstates this person, by the name that the screen shows. */
export async function reinstatementAct({ id, name }: Named): Promise<ConfirmedAct> {
  return `people/reinstate/${id as `per_${string}`}/${await actDigest([name])}`;
}
