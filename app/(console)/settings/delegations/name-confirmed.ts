import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm } from "#app/web/forms/run-action";
import { nameDelegate } from "#lib/delegations/name-delegate";
import { personNames } from "#lib/people/person-names";
import type { Viewer } from "#lib/sessions/session";
import type { Proposed } from "#lib/two-admins/propose-change";
import { delegationAct } from "./delegation-act.ts";

// The browser converts the typed local times to UTC: see delegation-form.tsx.
const moment = z.iso.datetime({ error: "Select a date and time" }).transform((text) => new Date(text));
const naming = z.object({
  personId: idField("per"),
  delegateId: idField("per", "Select a person"),
  startsAt: z.union([z.literal("").transform(() => undefined), moment]),
  endsAt: moment,
});

/**
 * Names a delegate, as the form specifies. The delegate may decide requests, so naming takes the
 * actor's passkey.
 * @returns the proposal, if a second admin has to confirm the delegation.
 * @throws {CountersignError} as `requireConfirmation` and `nameDelegate`
 */
export async function nameConfirmed(actor: Viewer, form: FormData): Promise<Proposed | undefined> {
  const { db, clock } = runtime();
  const wanted = readForm(naming, form);
  const names = await personNames(db, [wanted.personId, wanted.delegateId]);
  const { credentialId } = await requireConfirmation(actor, await delegationAct(form, names), form);
  const named = await nameDelegate(db, { actor, confirmedWith: credentialId, ...wanted, now: clock() });
  return "proposalId" in named ? named : undefined;
}
