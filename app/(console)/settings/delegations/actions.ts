"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm, runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { revokeDelegation } from "#lib/delegations/end-delegations";
import type { Proposed } from "#lib/two-admins/propose-change";
import { nameConfirmed } from "./name-confirmed.ts";

export async function name(
  _previous: ActionState<Proposed | undefined>,
  form: FormData,
): Promise<ActionState<Proposed | undefined>> {
  const actor = await requireViewer();
  return runAction(async () => {
    const proposed = await nameConfirmed(actor, form);
    revalidatePath("/", "layout");
    return proposed;
  });
}

export async function revoke(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer();
  return runAction(async () => {
    const { db, clock } = runtime();
    const { delegationId } = readForm(z.object({ delegationId: idField("dlg") }), form);
    await revokeDelegation(db, { actor, delegationId, now: clock() });
    revalidatePath("/", "layout");
    return undefined;
  });
}
