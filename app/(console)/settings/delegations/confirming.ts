import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { idField } from "#app/web/forms/id-field";
import { peopleShown } from "#app/web/forms/people-shown";
import { readForm } from "#app/web/forms/run-action";
import { confirmDelegation, findAwaited } from "#lib/membership/delegations/confirm-delegation";
import { consequencesOfDelegate } from "./naming.ts";

/** Confirms a delegate that another person named for the viewer. */
export const confirming = defineConfirmedAction({
  read: (form) => readForm(z.object({ delegationId: idField("dlg") }), form),
  look: async (actor, { delegationId }) => {
    const { db, clock } = runtime();
    const { delegateId, startsAt, endsAt } = await findAwaited(db, { actor, delegationId, now: clock() });
    const period = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
    return { delegate: await peopleShown([delegateId]), ...period };
  },
  name: ({ delegationId }) => `delegation/confirm/${delegationId}`,
  question: (_, { delegate, startsAt, endsAt }) => ({
    title: "Confirm this delegate?",
    facts: [
      { label: "Delegate", value: delegate },
      { label: "From", value: new Date(startsAt) },
      { label: "Until", value: new Date(endsAt) },
    ],
    consequences: consequencesOfDelegate(undefined),
    confirm: "Confirm delegate",
  }),
  run: async (actor, { delegationId }) => {
    const { db, clock } = runtime();
    await confirmDelegation(db, { actor, delegationId, now: clock() });
    return undefined;
  },
});
