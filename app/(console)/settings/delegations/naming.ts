import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { idField } from "#app/web/forms/id-field";
import { peopleShown } from "#app/web/forms/people-shown";
import { chosenApprover } from "#app/web/forms/resolve-person";
import { readForm } from "#app/web/forms/run-action";
import { confirmationHours } from "#lib/approvals/delegation-in-effect";
import { nameDelegate, requireNameable } from "#lib/delegations/name-delegate";
import { personNames } from "#lib/people/person-names";
import type { Proposed } from "#lib/two-admins/propose-change";

// As text: the act that the passkey confirms is named by the fields' JSON.
const moment = z.iso.datetime({ error: "Select a date and time" });
const delegation = z.object({
  personId: idField("per"),
  delegateId: z.string().min(1, "Select a person"),
  startsAt: z.union([z.literal("").transform(() => undefined), moment]),
  endsAt: moment,
});

/**
 * Names a delegate. The delegate may decide requests, so naming takes the actor's passkey. Returns
 * the proposal, if a second admin has to confirm the delegation.
 */
export const naming = defineConfirmedAction({
  read: (form) => readForm(delegation, form),
  look: async (actor, { personId, ...fields }) => {
    const { db } = runtime();
    const delegateId = await chosenApprover(actor, "delegateId", fields.delegateId);
    await requireNameable(db, { actor, personId, delegateId });
    const person = (await personNames(db, [personId])).get(personId) ?? "";
    return { person, delegateId, delegate: await peopleShown([delegateId]) };
  },
  name: ({ personId }, { delegateId }) => `delegation/name/${personId}/${delegateId}`,
  question: ({ personId, startsAt, endsAt }, { person, delegate }, actor) => {
    const isOwn = personId === actor.personId;
    return {
      title: `Add a delegate for ${isOwn ? "yourself" : person}?`,
      facts: [
        { label: "Delegate", value: delegate },
        { label: "From", value: startsAt === undefined ? "Now" : new Date(startsAt) },
        { label: "Until", value: new Date(endsAt) },
      ],
      consequences: [
        ...consequencesOfDelegate(isOwn ? undefined : person),
        ...(isOwn ? [] : [unconfirmedDelegate(person)]),
      ],
      confirm: "Add delegate",
    };
  },
  run: async (
    actor,
    { personId, startsAt, endsAt },
    { delegateId },
    confirmedWith,
  ): Promise<Proposed | undefined> => {
    const { db, clock } = runtime();
    const period = {
      startsAt: startsAt === undefined ? undefined : new Date(startsAt),
      endsAt: new Date(endsAt),
    };
    const named = await nameDelegate(db, {
      actor,
      confirmedWith,
      personId,
      ...period,
      delegateId,
      now: clock(),
    });
    return "proposalId" in named ? named : undefined;
  },
});

/** What the consequences say about a delegate that the person has not confirmed. */
export function unconfirmedDelegate(person: string): string {
  return `This takes effect when ${person} confirms it, or after ${confirmationHours} hours. ${person} and all admins are notified.`;
}

/** @param person whose decisions the delegate may make; undefined for the reader. */
export function consequencesOfDelegate(person: string | undefined): string[] {
  return [
    `They can approve and deny for ${person ?? "you"} during this time. They can't delegate further.`,
    `${person ?? "You"} still can too.`,
  ];
}
