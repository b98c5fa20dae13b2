import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { chosenApprover, peopleShown } from "#app/web/forms/resolve-person";
import { readForm } from "#app/web/forms/run-action";
import { counted } from "#components/text/plural.ts";
import { agentNames } from "#lib/agents/agent-names";
import { CountersignError } from "#lib/kernel/errors";
import { findPerson } from "#lib/membership/find-person";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { type Foresight, foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import { listHandover, mostHandedOver } from "#lib/membership/offboarding/list-handover";
import type { Viewer } from "#lib/sessions/session";
import { consequences } from "./consequences.ts";

const personForm = z.object({ personId: idField("per") });
const ownerField = "owner:";
const choices = z
  .array(z.object({ agentId: idField("agt"), owner: z.string().max(400) }))
  .max(mostHandedOver);

interface NewOwner {
  agentId: string;
  agent: string;
  toPersonId: string;
  /** Name and email, for the dialog. */
  to: string;
}

/**
 * Deactivation removes passkeys, groups and backup roles, which a stolen session could do to every
 * person, so it takes the admin's passkey. Suspending stops the same access immediately without a
 * passkey. The passkey also confirms the agents' new owners, from the fields `owner:<agent id>`.
 */
export const deactivation = defineConfirmedAction({
  name: "people/deactivate",
  roles: ["admin"],
  refreshes: ["/people"],
  read: (form) => ({ ...readForm(personForm, form), chosen: readChoices(form) }),
  look: async (viewer, { personId, chosen }, { db, now }) => {
    const { name, email, status } = await findPerson(db, { viewer, personId, now });
    if (status !== "left") return { name, email, status, newOwners: await resolve(viewer, chosen) };
    throw new CountersignError("conflict", `${personId} left already`, {
      userMessage: "This person is already deactivated. Reload the page.",
    });
  },
  about: ({ personId }) => [personId],
  question: async ({ personId }, { name, email, status, newOwners }, actor) => {
    const { db, clock } = runtime();
    const foresight = await foreseeOffboarding(db, { actor, personId, now: clock() });
    const isInvited = status === "invited";
    return {
      title: isInvited ? `Withdraw the invitation of ${name}?` : `Deactivate ${name}?`,
      facts: [fact("Email", email), ...ownerFacts(newOwners)],
      consequences: [
        ...consequences(foresight, "leave", status),
        ...transferSentences(newOwners),
        ...ownerlessSentences(await countOwnerless(actor, personId, newOwners, foresight)),
      ],
      confirm: isInvited ? "Withdraw invitation" : "Deactivate person",
      isDestructive: true,
    };
  },
  run: async (db, by, { personId }, { newOwners }) => {
    const owners = newOwners.map(({ agentId, toPersonId }) => ({ agentId, toPersonId }));
    await deactivatePerson(db, { ...by, personId, newOwners: owners });
  },
});

function readChoices(form: FormData): z.output<typeof choices> {
  const filled = [...form].filter(([name, value]) => name.startsWith(ownerField) && value !== "");
  const parsed = choices.safeParse(
    filled.map(([name, owner]) => ({ agentId: name.slice(ownerField.length), owner: String(owner) })),
  );
  if (parsed.success) return parsed.data;
  throw new CountersignError("invalid_input", "the form names no agents and people", {
    userMessage: `Choose new owners for up to ${mostHandedOver} agents.`,
    cause: parsed.error,
  });
}

/** The chosen people and the agents by name. Each person is looked up once, also for many agents. */
async function resolve(viewer: Viewer, chosen: z.output<typeof choices>): Promise<NewOwner[]> {
  const names = await agentNames(
    runtime().db,
    viewer,
    chosen.map(({ agentId }) => agentId),
  );
  const people = new Map<string, { toPersonId: string; to: string }>();
  const owners: NewOwner[] = [];
  for (const { agentId, owner } of chosen) {
    const known = people.get(owner) ?? (await findOwner(viewer, ownerField + agentId, owner));
    people.set(owner, known);
    owners.push({ agentId, agent: names.get(agentId) ?? agentId, ...known });
  }
  return owners;
}

async function findOwner(viewer: Viewer, field: string, text: string) {
  const toPersonId = await chosenApprover(viewer, field, text);
  return { toPersonId, to: await peopleShown([toPersonId]) };
}

function ownerFacts(newOwners: NewOwner[]) {
  if (newOwners.length === 0) return [];
  return [fact("New owners", newOwners.map(({ agent, to }) => `${agent}: ${to}`).join("\n"))];
}

function transferSentences({ length }: NewOwner[]): string[] {
  if (length === 0) return [];
  return [
    length === 1
      ? "1 agent is offered to its new owner, and stays quarantined until accepted."
      : `${counted(length, "agent")} are offered to their new owners, and stay quarantined until accepted.`,
  ];
}

async function countOwnerless(
  viewer: Viewer,
  personId: string,
  newOwners: NewOwner[],
  { agentCount }: Foresight,
): Promise<number> {
  const { db, clock } = runtime();
  const agents = await listHandover(db, { viewer, personId, now: clock() });
  const chosen = new Set(newOwners.map(({ agentId }) => agentId));
  const listed = agents.filter(({ id, offeredTo }) => !offeredTo && !chosen.has(id));
  return listed.length + agentCount - agents.length;
}

function ownerlessSentences(count: number): string[] {
  if (count === 0) return [];
  const stay = count === 1 ? "stays" : "stay";
  return [
    `${counted(count, "agent")} ${stay} without an owner and ${stay} quarantined until an admin assigns one.`,
  ];
}
