import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm } from "#app/web/forms/run-action";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { personNames } from "#lib/people/person-names";
import type { Viewer } from "#lib/sessions/session";
import { reinstatementAct } from "./reinstatement-act.ts";

const reinstatement = z.object({ personId: idField("per"), againstDirectory: z.literal("yes").optional() });

/**
 * Reactivates the person named in the form. Takes the admin's passkey, because the person and the
 * person's agents may act again.
 * @throws {CountersignError} as `requireConfirmation` and `reinstatePerson`
 */
export async function reinstateConfirmed(actor: Viewer, form: FormData): Promise<void> {
  const { db, clock } = runtime();
  const fields = readForm(reinstatement, form);
  const { personId } = fields;
  const againstDirectory = fields.againstDirectory === "yes";
  const name = (await personNames(db, [personId])).get(personId) ?? "";
  const act = await reinstatementAct({ id: personId, name }, againstDirectory);
  const { credentialId } = await requireConfirmation(actor, act, form);
  await reinstatePerson(db, { actor, confirmedWith: credentialId, personId, againstDirectory, now: clock() });
}
