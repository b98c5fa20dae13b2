import { z } from "zod";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { findPerson } from "#lib/membership/find-person";
import { confirmAddress } from "#lib/people/confirm-email";

const address = z.object({ personId: idField("per"), email: z.string() });

export const addressConfirmation = defineConfirmedAction({
  name: "people/address",
  roles: ["admin"],
  refreshes: ["/people"],
  read: address,
  look: async (viewer, { personId }, { db, now }) => {
    const { name } = await findPerson(db, { viewer, personId, now });
    return { name };
  },
  about: ({ personId }) => [personId],
  question: ({ email }, { name }) => ({
    title: `Is ${email} really ${name}'s email?`,
    consequences: [
      `Anyone who signs in through your identity provider with this verified email signs in as ${name}.`,
      "Only confirm if you've checked with them.",
    ],
    confirm: "Confirm email",
  }),
  run: (db, by, fields) => confirmAddress(db, { ...fields, ...by }),
});
