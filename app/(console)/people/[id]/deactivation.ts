import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { CountersignError } from "#lib/errors";
import { findPerson } from "#lib/membership/find-person";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import { consequences } from "./consequences.ts";

const personForm = z.object({ personId: idField("per") });

/**
 * Deactivates a person, or withdraws an invitation. Passkeys, groups and backup roles are removed,
 * which a stolen session could do to every person, so deactivation takes the admin's passkey.
 * Suspending stops the same access immediately and takes no passkey.
 */
export const deactivation = defineConfirmedAction({
  read: (form) => readForm(personForm, form),
  look: async (viewer, { personId }) => {
    const { db, clock } = runtime();
    const { name, email, status } = await findPerson(db, { viewer, personId, now: clock() });
    if (status !== "left") return { name, email, status };
    throw new CountersignError("conflict", `${personId} left already`, {
      userMessage: "This person is already deactivated. Reload the page.",
    });
  },
  name: ({ personId }) => `people/deactivate/${personId}`,
  question: async ({ personId }, { name, email, status }, actor) => {
    const { db, clock } = runtime();
    const foresight = await foreseeOffboarding(db, { actor, personId, now: clock() });
    const isInvited = status === "invited";
    return {
      title: isInvited ? `Withdraw the invitation of ${name}?` : `Deactivate ${name}?`,
      facts: [{ label: "Email", value: email }],
      consequences: consequences(foresight, "leave", status),
      confirm: isInvited ? "Withdraw invitation" : "Deactivate person",
      isDestructive: true,
    };
  },
  run: async (actor, { personId }) => {
    const { db, clock } = runtime();
    await deactivatePerson(db, { actor, personId, now: clock() });
  },
});
