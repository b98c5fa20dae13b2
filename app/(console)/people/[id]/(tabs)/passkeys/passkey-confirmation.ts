import { z } from "zod";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { CountersignError } from "#lib/kernel/errors";
import { findPerson } from "#lib/membership/find-person";
import { confirmPasskey } from "#lib/passkeys/control/confirm-passkey";

const confirmation = z.object({ personId: idField("per"), credentialId: z.string().min(1).max(1400) });

/** Confirms a passkey: by the person with a confirmed passkey, or by a second admin. */
export const passkeyConfirmation = defineConfirmedAction({
  name: "passkey/confirm",
  roles: "everyone",
  refreshes: ["/"],
  read: confirmation,
  look: async (viewer, { personId, credentialId }, { db, now }) => {
    const person = await findPerson(db, { viewer, personId, now });
    const passkey = person.passkeys.find(({ id }) => id === credentialId);
    if (passkey) return { person: person.name, passkey: passkey.name };
    throw new CountersignError("not_found", `no passkey ${credentialId} of ${personId}`, {
      userMessage: "This passkey was removed. Reload the page.",
    });
  },
  about: ({ personId }) => [personId],
  question: ({ personId }, { person, passkey }, actor) => ({
    title: personId === actor.personId ? `Is ${passkey} your passkey?` : `Is ${passkey} ${person}'s passkey?`,
    facts: [fact("Person", person), fact("Passkey", passkey)],
    consequences: [
      "Its approvals count separately from those of the admin who issued the link.",
      "Pending requests that this passkey approved are counted again now and may be approved.",
      "This can't be undone. If the passkey turns out to be someone else's, remove it.",
      ...(personId === actor.personId ? [] : [`Ask ${person} in person or on a call before you confirm.`]),
    ],
    confirm: "Confirm passkey",
  }),
  run: (db, { actor, ...by }, fields) => confirmPasskey(db, { ...fields, actorId: actor.personId, ...by }),
});
