import { z } from "zod";
import { readForm } from "#app/attempt";
import { idField } from "#app/id-field";
import { requireConfirmation } from "#app/require-confirmation";
import { runtime } from "#app/runtime";
import type { Viewer } from "#lib/auth/session";
import { personNames } from "#lib/directory/person-names";
import { reinstatePerson } from "#lib/directory/reinstate-person";
import { reinstatementAct } from "./reinstatement-act.ts";

const reinstatement = z.object({ personId: idField("per"), againstDirectory: z.literal("yes").optional() });

/**
 * Reactivates the person whom the form names. The person and the person's agents may act again, so
 * reactivation takes the admin's passkey.
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
