import { actDigest } from "#components/passkey/act-digest.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/** The act that confirms an email as the person's own. */
export async function addressAct(personId: string, email: string): Promise<ConfirmedAct> {
  return `people/address/${personId as `per_${string}`}/${await actDigest([email])}`;
}
