import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { findPerson } from "#lib/membership/find-person";
import { foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { reinstatement } from "./reinstatement.ts";

/**
 * Ends a suspension. Takes the admin's passkey, because the person and the person's agents may act
 * again. The act covers whether a directory lists the person as inactive, which the dialog makes
 * the admin acknowledge.
 */
export const reinstating = defineConfirmedAction({
  read: (form) => readForm(z.object({ personId: idField("per") }), form),
  look: async (viewer, { personId }) => {
    const { db, clock } = runtime();
    const person = await findPerson(db, { viewer, personId, now: clock() });
    const { name, email, roles, inactiveFlag } = person;
    return { name, email, roles, inactiveIn: inactiveFlag && (inactiveFlag.by ?? "Your directory") };
  },
  name: ({ personId }) => `people/reinstate/${personId}`,
  question: async ({ personId }, { name, email, roles, inactiveIn }, actor) => {
    const { db, clock } = runtime();
    const foresight = await foreseeOffboarding(db, { actor, personId, now: clock() });
    return {
      title: `Reactivate ${name}?`,
      facts: [{ label: "Email", value: email }],
      consequences: reinstatement(foresight, roles),
      ...(inactiveIn ? { condition: `${inactiveIn} lists them as inactive. Reactivate anyway.` } : {}),
      confirm: "Reactivate",
    };
  },
  run: async (actor, { personId }, { inactiveIn, roles }, confirmedWith) => {
    const { db, clock } = runtime();
    const seen = { againstDirectory: inactiveIn !== null, seenRoles: roles };
    await reinstatePerson(db, { actor, confirmedWith, personId, ...seen, now: clock() });
  },
});
