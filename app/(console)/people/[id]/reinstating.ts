import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { nameOf, rolesOf } from "#app/web/forms/proposal-words";
import { type Role, rolesText } from "#components/people/role-names.ts";
import { counted } from "#components/text/plural.ts";
import { someNames } from "#components/text/shorten-list.ts";
import { findPerson } from "#lib/membership/find-person";
import { type Foresight, foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";

const which = z.object({ personId: idField("per") });

/**
 * Takes a passkey, because the person and the person's agents may act again. The act covers whether
 * a directory lists the person as inactive, which the dialog makes the admin acknowledge.
 */
export const reinstating = defineConfirmedAction({
  name: "people/reinstate",
  roles: ["admin"],
  refreshes: ["/people"],
  read: which,
  look: async (viewer, { personId }, { db, now }) => {
    const person = await findPerson(db, { viewer, personId, now });
    const { name, email, roles, inactiveFlag } = person;
    return { name, email, roles, inactiveIn: inactiveFlag && (inactiveFlag.by ?? "Your directory") };
  },
  about: ({ personId }) => [personId],
  question: async ({ personId }, { name, email, roles, inactiveIn }, actor) => {
    const { db, clock } = runtime();
    const foresight = await foreseeOffboarding(db, { actor, personId, now: clock() });
    return {
      title: `Reactivate ${name}?`,
      facts: [fact("Email", email)],
      consequences: reinstatement(foresight, roles),
      ...(inactiveIn ? { condition: `${inactiveIn} lists them as inactive. Reactivate anyway.` } : {}),
      confirm: "Reactivate",
    };
  },
  run: async (db, by, { personId }, { inactiveIn, roles }) => {
    const seen = { againstDirectory: inactiveIn !== null, seenRoles: roles };
    await reinstatePerson(db, { personId, ...seen, ...by });
  },
  proposes: "person.reinstate",
  proposalWords: ({ person, roles, against_directory }, names) => ({
    title: `Reactivate ${nameOf(person, names)}`,
    href: `/people/${person}`,
    facts: [fact("Roles", rolesOf(roles))],
    consequences: [
      "They can sign in and decide again, and the agents they own become active.",
      ...(against_directory ? ["A directory lists them as inactive."] : []),
    ],
  }),
});

/** Takes no passkey, so that an emergency stop is fast. */
export const suspension = defineAct({
  name: "people/suspend",
  roles: ["admin"],
  refreshes: ["/people"],
  perform: withFields(which, suspendPerson),
});

/** The consequences of a reactivation, agents first. Counts are current, not as of the confirmation. */
export function reinstatement(foresight: Foresight, roles: readonly Role[]): string[] {
  const isApprover = roles.includes("approver");
  // Agents go back to work even if the owner can't sign in.
  const agents = isApprover ? agentsAtWork(foresight) : [];
  if (foresight.passkeys === 0)
    return [...agents, "They have no passkey and can't approve until they create one."];
  const access = `They can sign in with their existing passkeys as ${rolesText(roles)}.`;
  return [...agents, access, ...(isApprover ? approvals(foresight) : [])];
}

function agentsAtWork({ agents, agentCount }: Foresight): string[] {
  if (agentCount === 0) return [];
  const names = someNames(
    agents.map(({ name }) => name),
    agentCount,
  );
  return [
    `${counted(agentCount, "agent")} they own can act again, unless an ownership review is overdue (${names}).`,
  ];
}

function approvals({ groups, backedUp }: Foresight): string[] {
  return [
    ...(groups.length > 0
      ? [`They can approve again for ${groups.map(({ name }) => name).join(", ")}.`]
      : []),
    ...(backedUp > 0 ? [`They're a backup approver again for ${counted(backedUp, "agent")}.`] : []),
  ];
}
