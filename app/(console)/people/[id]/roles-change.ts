import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { beforeAfter, nameOf, rolesOf } from "#app/web/forms/proposal-words";
import type { Question } from "#components/forms/action-state.ts";
import { rolesInAct, rolesText } from "#components/people/role-names.ts";
import { counted } from "#components/text/plural.ts";
import { changeRoles } from "#lib/membership/change-roles";
import { findPerson } from "#lib/membership/find-person";
import { foreseeEndOfAdmin, foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import { roleSet } from "#lib/people/person-fields";
import type { Viewer } from "#lib/sessions/session";
import { consequences } from "./consequences.ts";

const change = z.object({ personId: idField("per"), roles: roleSet });

/** Takes a passkey, so that a stolen session cannot create an admin. Returns a proposal, if there is one. */
export const rolesChange = defineConfirmedAction({
  name: "people/roles",
  roles: ["admin"],
  refreshes: ["/people"],
  read: change,
  many: ["roles"],
  look: async (viewer, { personId }, { db, now }) => {
    const { name, email, status, roles } = await findPerson(db, { viewer, personId, now });
    return { name, email, status, before: roles };
  },
  about: ({ personId, roles }) => [personId, rolesInAct(roles)],
  question: async ({ personId, roles }, { name, email, status, before }, actor) => {
    const facts = [fact("Email", email), fact("Before", rolesText(before)), fact("After", rolesText(roles))];
    const { db, clock } = runtime();
    const isLost = (role: (typeof before)[number]) => before.includes(role) && !roles.includes(role);
    const ending =
      (isLost("approver") && status === "active" ? await endOfApprover(actor, personId, name) : undefined) ??
      (isLost("admin")
        ? endOfAdmin(name, await foreseeEndOfAdmin(db, { actor, personId, now: clock() }))
        : undefined);
    const saved = {
      title: `Change the roles of ${name}?`,
      consequences: consequencesOfRoles,
      confirm: "Change roles",
    };
    return { facts, ...(ending ?? saved) };
  },
  run: (db, by, fields, { before }) => changeRoles(db, { ...fields, seenRoles: before, ...by }),
  proposes: "person.roles",
  proposalWords: ({ person, before, after }, names) => ({
    title: `Change the roles of ${nameOf(person, names)}`,
    href: `/people/${person}`,
    facts: beforeAfter(rolesOf(before), rolesOf(after)),
    consequences: consequencesOfRoles,
  }),
});

const consequencesOfRoles = ["They're signed out everywhere and have the new roles when they sign in again."];

/** Losing the role of approver voids every approval of the person, in any capacity. */
async function endOfApprover(actor: Viewer, personId: string, name: string): Promise<Question> {
  const { db, clock } = runtime();
  const foresight = await foreseeOffboarding(db, { actor, personId, now: clock() });
  return removal(`Remove ${name}'s Approver role?`, consequences(foresight, "demote", "active"));
}

/** Losing the role of admin revokes the unused grants that the person approved with break-glass. */
export function endOfAdmin(
  name: string,
  { breakGlassNotice: count }: { breakGlassNotice: number },
): Question | undefined {
  if (count === 0) return undefined;
  return removal(`Remove ${name}'s Admin role?`, [
    `${counted(count, "unused grant")} approved with break-glass ${count === 1 ? "is" : "are"} revoked. Agents have to ask again.`,
    "They're signed out everywhere.",
  ]);
}

function removal(title: string, sentences: string[]): Question {
  return { title, consequences: sentences, confirm: "Remove role", isDestructive: true };
}
