import { actDigest, named } from "#components/passkey/act-digest.ts";
import type { ConfirmedAct } from "#lib/passkeys/confirmed-act";

/**
 * The act that lets a delegate decide for a person between two times, as the form has them, by the
 * names on the screen.
 */
export async function delegationAct(
  form: FormData,
  names: ReadonlyMap<string, string>,
): Promise<ConfirmedAct> {
  const [personId, delegateId] = [String(form.get("personId")), String(form.get("delegateId"))];
  const span = [String(form.get("startsAt") ?? ""), String(form.get("endsAt") ?? "")];
  const digest = await actDigest([named([personId], names), named([delegateId], names), ...span]);
  return `delegation/name/${personId as `per_${string}`}/${delegateId as `per_${string}`}/${digest}`;
}
