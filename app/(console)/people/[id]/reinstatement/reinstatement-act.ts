import { actDigest, type Named } from "#components/passkey/act-digest.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/**
 * The act that reactivates a person, by the name on the screen, possibly overriding a directory.
 */
export async function reinstatementAct({ id, name }: Named, againstDirectory = false): Promise<ConfirmedAct> {
  const shown = againstDirectory ? [name, "against the directory"] : [name];
  return `people/reinstate/${id as `per_${string}`}/${await actDigest(shown)}`;
}
