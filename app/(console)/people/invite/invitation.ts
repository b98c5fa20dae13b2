import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { linkOnce, rolesOf } from "#app/web/forms/proposal-words";
import { rolesInAct, rolesText } from "#components/people/role-names.ts";
import { invitePerson } from "#lib/membership/invite-person";
import { personName, roleSet } from "#lib/people/person-fields";
import { canApproveOrAdminister } from "#lib/people/roles-with-power";
import { emailAddress } from "#lib/text/email-address";
import { findPublishingSetting } from "#lib/two-admins/publishing-setting";

const person = z.object({ name: personName, email: emailAddress, roles: roleSet });

/** The link creates a passkey with power to approve, or more: a stolen session must not create a link. */
export const invitation = defineConfirmedAction({
  name: "people/invite",
  roles: ["admin"],
  refreshes: ["/people"],
  read: person,
  many: ["roles"],
  look: async (_, { roles }, { db }) => {
    const { needsSecondAdmin } = await findPublishingSetting(db);
    return { needsSecondAdmin: needsSecondAdmin && canApproveOrAdminister(roles) };
  },
  about: ({ roles }) => [rolesInAct(roles)],
  question: ({ name, email, roles }, { needsSecondAdmin }) => ({
    title: `Invite ${name}?`,
    facts: [fact("Email", email), fact("Roles", rolesText(roles))],
    consequences: [
      needsSecondAdmin
        ? "Another admin must confirm this, and gets a one-time link that is valid for 24 hours."
        : "You get a one-time link that is valid for 24 hours.",
      ...consequencesOfInvitation,
    ],
    confirm: "Create invitation",
  }),
  run: async (db, by, fields) => {
    const link = await invitePerson(db, { ...fields, ...by });
    if ("proposalId" in link) return link;
    const { personId, token, expiresAt } = link;
    const url = `${runtime().config.origin}/enroll/${token}`;
    return { personId, name: fields.name, url, expiresAt: expiresAt.toISOString() };
  },
  proposes: "person.invite",
  proposalWords: ({ name, email, roles }) => ({
    title: `Invite ${name}`,
    href: "/people",
    facts: [fact("Email", email), fact("Roles", rolesOf(roles))],
    consequences: [...consequencesOfInvitation, linkOnce],
  }),
});

export const consequencesOfInvitation = [
  "The person who opens the link creates a passkey and has these roles.",
];
