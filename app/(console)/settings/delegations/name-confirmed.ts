import { z } from "zod";
import { readForm } from "#app/attempt";
import { idField } from "#app/id-field";
import { requireConfirmation } from "#app/require-confirmation";
import { runtime } from "#app/runtime";
import type { Viewer } from "#lib/auth/session";
import { nameDelegate } from "#lib/directory/name-delegate";
import { personNames } from "#lib/directory/person-names";
import { delegationAct } from "./delegation-act.ts";

// The browser makes moments of what was typed in its own time zone: see delegation-form.tsx.
const moment = z.iso.datetime({ error: "choose a date and a time" }).transform((text) => new Date(text));
const naming = z.object({
  personId: idField("per"),
  delegateId: idField("per", "choose a person"),
  startsAt: z.union([z.literal("").transform(() => undefined), moment]),
  endsAt: moment,
});

/**
 * Names a delegate, as a form says. They may decide then: it takes the passkey of whoever names them.
 * @throws {CountersignError} as `requireConfirmation` and `nameDelegate`
 */
export async function nameConfirmed(actor: Viewer, form: FormData): Promise<void> {
  const { db, clock } = runtime();
  const wanted = readForm(naming, form);
  const names = await personNames(db, [wanted.personId, wanted.delegateId]);
  await requireConfirmation(actor, await delegationAct(form, names), form);
  await nameDelegate(db, { actor, ...wanted, now: clock() });
}
