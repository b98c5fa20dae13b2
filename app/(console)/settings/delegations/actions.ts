"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { idField } from "#app/id-field";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { revokeDelegation } from "#lib/directory/end-delegations";
import type { Proposed } from "#lib/proposals/propose-change";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { nameConfirmed } from "./name-confirmed.ts";

export async function name(
  _previous: ActionState<Proposed | undefined>,
  form: FormData,
): Promise<ActionState<Proposed | undefined>> {
  const actor = await requireViewer();
  return attempt(async () => {
    const proposed = await nameConfirmed(actor, form);
    revalidatePath("/", "layout");
    return proposed;
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
