import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { linkOnce, nameOf, rolesOf } from "#app/web/forms/proposal-words";
import { rolesText } from "#components/people/role-names.ts";
import { findPerson } from "#lib/membership/find-person";
import { reissueInvitation } from "#lib/membership/invite-person";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { revokeEnrollment } from "#lib/passkeys/enrollment/revoke-enrollment";
import type { Viewer } from "#lib/sessions/session";
import type { Proposed } from "#lib/two-admins/propose-change";
import { consequencesOfInvitation } from "../invite/invitation.ts";

const personId = idField("per");
const recovered = z.object({
  personId,
  oldPasskeys: z.enum(["keep", "remove"], "Select what happens to the current passkeys"),
});

export const newInvitation = defineConfirmedAction({
  name: "people/invite-again",
  roles: ["admin"],
  refreshes: ["/people"],
  read: z.object({ personId }),
  look: lookAt,
  about: (fields) => [fields.personId],
  question: (_, { name, ...person }) => ({
    title: `Create an invitation link for ${name}?`,
    facts: facts(person),
    consequences: consequencesOfNewInvitation,
    confirm: "Create link",
  }),
  run: async (db, by, fields, { roles: seenRoles }) =>
    shown(await reissueInvitation(db, { ...fields, seenRoles, ...by })),
  proposes: "person.invite_again",
  proposalWords: ({ person, roles }, names) => ({
    title: `Create an invitation link for ${nameOf(person, names)}`,
    href: `/people/${person}`,
    facts: [fact("Roles", rolesOf(roles))],
    consequences: [...consequencesOfNewInvitation, linkOnce],
  }),
});

export const newRecovery = defineConfirmedAction({
  name: "recovery",
  roles: ["admin"],
  refreshes: ["/people"],
  read: recovered,
  look: lookAt,
  about: (fields) => [fields.personId, fields.oldPasskeys],
  question: ({ oldPasskeys }, { name, ...person }) => ({
    title: `Create a recovery link for ${name}?`,
    facts: facts(person),
    consequences: [
      ...consequencesOfRecovery,
      oldPasskeys === "keep"
        ? "Their current passkeys keep working."
        : "Their current passkeys are removed, they're signed out and their unused approvals are voided.",
    ],
    confirm: "Create link",
    isDestructive: oldPasskeys === "remove",
  }),
  run: async (db, by, fields, { roles: seenRoles }) => {
    const link = shown(await issueRecovery(db, { ...fields, seenRoles, ...by }));
    return "proposalId" in link ? { ...link, oldPasskeys: fields.oldPasskeys } : link;
  },
  proposes: "person.recover",
  proposalWords: ({ person, roles, old_passkeys }, names) => ({
    title: `Create a recovery link for ${nameOf(person, names)}`,
    href: `/people/${person}`,
    facts: [
      fact("Roles", rolesOf(roles)),
      fact("Old passkeys", old_passkeys === "keep" ? "Still work" : "Already removed"),
    ],
    consequences: [...consequencesOfRecovery, linkOnce],
  }),
});

export const linkRevocation = defineAct({
  name: "people/revoke-link",
  roles: ["admin"],
  refreshes: ["/people"],
  perform: withFields(z.object({ enrollmentId: idField("enr") }), revokeEnrollment),
});

const consequencesOfNewInvitation = ["Earlier links stop working.", ...consequencesOfInvitation];

const consequencesOfRecovery = [
  "The person who opens the link creates a passkey and can approve in their name. Verify their identity first.",
];

async function lookAt(viewer: Viewer, { personId }: { personId: string }) {
  const { db, clock } = runtime();
  const { name, email, roles } = await findPerson(db, { viewer, personId, now: clock() });
  return { name, email, roles };
}

function facts({ email, roles }: Omit<Awaited<ReturnType<typeof lookAt>>, "name">) {
  return [fact("Email", email), fact("Roles", rolesText(roles))];
}

function shown(link: { token: string; expiresAt: Date } | Proposed) {
  if ("proposalId" in link) return link;
  const url = `${runtime().config.origin}/enroll/${link.token}`;
  return { url, expiresAt: link.expiresAt.toISOString() };
}
