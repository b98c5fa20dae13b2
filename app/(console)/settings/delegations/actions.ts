"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { idField } from "#app/id-field";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { revokeDelegation } from "#lib/directory/end-delegations";
import { nameDelegate } from "#lib/directory/name-delegate";
import type { ActionState } from "../../../../components/forms/action-state.ts";

// The browser makes moments of what was typed in its own time zone: see delegation-form.tsx.
const moment = z.iso.datetime({ error: "choose a date and a time" }).transform((text) => new Date(text));
const naming = z.object({
  personId: idField("per"),
  delegateId: idField("per", "choose a person"),
  startsAt: z.union([z.literal("").transform(() => undefined), moment]),
  endsAt: moment,
});

export async function name(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer();
  return attempt(async () => {
    const { db, clock } = runtime();
    await nameDelegate(db, { actor, ...readForm(naming, form), now: clock() });
    revalidatePath("/", "layout");
    return undefined;
  });
}

export async function revoke(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer();
  return attempt(async () => {
    const { db, clock } = runtime();
    const { delegationId } = readForm(z.object({ delegationId: idField("dlg") }), form);
    await revokeDelegation(db, { actor, delegationId, now: clock() });
    revalidatePath("/", "layout");
    return undefined;
  });
}
