import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { nameOf, utcTime } from "#app/web/forms/proposal-words";
import { chosenApprover, peopleShown } from "#app/web/forms/resolve-person";
import type { Fact } from "#components/forms/action-state.ts";
import { foreseeEffect } from "#lib/membership/foresee-effect";
import { nameDelegate, requireNameable } from "#lib/membership/name-delegate";
import { confirmationHours } from "#lib/people/delegation-in-effect";
import { personNames } from "#lib/people/person-names";
import type { Viewer } from "#lib/sessions/session";
import type { Proposed } from "#lib/two-admins/propose-change";
import { findPublishingSetting } from "#lib/two-admins/publishing-setting";

// As text: the act that the passkey confirms is named by the fields' JSON.
const moment = z.iso.datetime({ error: "Select a date and time" });
const delegation = z.object({
  personId: idField("per"),
  delegateId: z.string().min(1, "Select a person"),
  startsAt: z.union([z.literal("").transform(() => undefined), moment]),
  endsAt: moment,
});

/** The delegate may decide requests, so naming takes a passkey. Returns a proposal, if there is one. */
export const naming = defineConfirmedAction({
  name: "delegation/name",
  roles: "everyone",
  refreshes: ["/"],
  read: delegation,
  look: async (actor, { personId, ...fields }, { db }) => {
    const delegateId = await chosenApprover(actor, "delegateId", fields.delegateId);
    await requireNameable(db, { actor, personId, delegateId });
    const person = (await personNames(db, [personId])).get(personId) ?? "";
    return { person, delegateId, delegate: await peopleShown([delegateId]) };
  },
  about: ({ personId }, { delegateId }) => [personId, delegateId],
  question: async ({ personId, ...period }, { person, delegateId, delegate }, actor) => {
    const isOwn = personId === actor.personId;
    const { startsAt, endsAt } = period;
    const effect = isOwn ? undefined : await effectOf(actor, { person, delegateId, ...datesOf(period) });
    return {
      title: `Add a delegate for ${isOwn ? "yourself" : person}?`,
      facts: [
        fact("Delegate", delegate),
        fact("From", startsAt === undefined ? "Now" : new Date(startsAt)),
        fact("Until", new Date(endsAt)),
        ...(effect?.facts ?? []),
      ],
      consequences: [
        ...consequencesOfDelegate(isOwn ? undefined : person),
        ...(effect ? [effect.sentence, notifiedOfDelegate(person)] : []),
      ],
      confirm: "Add delegate",
    };
  },
  run: async (db, by, { personId, ...period }, { delegateId }): Promise<Proposed | undefined> => {
    const named = await nameDelegate(db, { ...by, personId, delegateId, ...datesOf(period) });
    return "proposalId" in named ? named : undefined;
  },
  proposes: "delegation.name",
  proposalWords: ({ person, delegate, starts_at, ends_at }, names) => ({
    title: `Add a delegate for ${nameOf(person, names)}`,
    href: `/people/${person}`,
    facts: [
      fact("Delegate", nameOf(delegate, names)),
      fact("From", starts_at ? utcTime(starts_at) : "When confirmed"),
      fact("Until", utcTime(ends_at)),
    ],
    consequences: [
      ...consequencesOfDelegate(nameOf(person, names)),
      effectAfterProposal(nameOf(person, names)),
      notifiedOfDelegate(nameOf(person, names)),
    ],
  }),
});

interface Period {
  startsAt: Date | undefined;
  endsAt: Date;
}

function datesOf({ startsAt, endsAt }: { startsAt: string | undefined; endsAt: string }): Period {
  return { startsAt: startsAt === undefined ? undefined : new Date(startsAt), endsAt: new Date(endsAt) };
}

/** The time at which an unconfirmed delegate takes effect, in the reader's zone. */
async function effectOf(
  actor: Viewer,
  { person, ...delegation }: Period & { person: string; delegateId: string },
): Promise<{ sentence: string; facts: Fact[] }> {
  const { db, clock } = runtime();
  if ((await findPublishingSetting(db)).needsSecondAdmin)
    return { sentence: effectAfterProposal(person), facts: [] };
  const at = await foreseeEffect(db, { actor, ...delegation, now: clock() });
  return at
    ? {
        sentence: `It takes effect at that time, or when ${person} confirms it.`,
        facts: [fact("Takes effect", at)],
      }
    : { sentence: `It takes effect only if ${person} confirms it.`, facts: [] };
}

function effectAfterProposal(person: string): string {
  return `It takes effect when ${person} confirms it. Without an answer, it takes effect ${confirmationHours} hours after the second admin's confirmation, but not before it starts or after it ends.`;
}

function notifiedOfDelegate(person: string): string {
  return `${person} and all admins are notified.`;
}

/** @param person whose decisions the delegate may make; undefined for the reader. */
export function consequencesOfDelegate(person: string | undefined): string[] {
  return [
    `They can approve and deny for ${person ?? "you"} during this time. They can't delegate further.`,
    `${person ?? "You"} still can too.`,
  ];
}
