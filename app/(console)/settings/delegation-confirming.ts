import { z } from "zod";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { peopleShown } from "#app/web/forms/resolve-person";
import { confirmDelegation, findAwaited } from "#lib/membership/confirm-delegation";
import { revokeDelegation } from "#lib/membership/end-delegations";
import { consequencesOfDelegate } from "./delegation-naming.ts";

const which = z.object({ delegationId: idField("dlg") });

/** Confirms a delegate that an admin named for the viewer. */
export const confirming = defineConfirmedAction({
  name: "delegation/confirm",
  roles: "everyone",
  refreshes: ["/"],
  read: which,
  look: async (actor, { delegationId }, { db, now }) => {
    const { delegateId, startsAt, endsAt } = await findAwaited(db, { actor, delegationId, now });
    const period = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
    return { delegate: await peopleShown([delegateId]), ...period };
  },
  about: ({ delegationId }) => [delegationId],
  question: (_, { delegate, startsAt, endsAt }) => ({
    title: "Confirm this delegate?",
    facts: [fact("Delegate", delegate), fact("From", new Date(startsAt)), fact("Until", new Date(endsAt))],
    consequences: consequencesOfDelegate(undefined),
    confirm: "Confirm delegate",
  }),
  run: (db, by, { delegationId }) => confirmDelegation(db, { ...by, delegationId }),
});

export const delegationRevocation = defineAct({
  name: "delegation/revoke",
  roles: "everyone",
  refreshes: ["/"],
  perform: withFields(which, revokeDelegation),
});
