"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm, runAction } from "#app/web/forms/run-action";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { removeWorkloadIdentity } from "#lib/revocation/remove-workload-identity";
import { workloadAddition } from "./workload-addition.ts";

const identity = z.object({ agentId: idField("agt"), identityId: idField("wid") });

export async function addWorkload(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(workloadAddition, await requireViewer("admin"), form, "/agents");
}

export async function removeWorkload(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer();
  return runAction(async () => {
    const { db, clock } = runtime();
    await removeWorkloadIdentity(db, { actor, ...readForm(identity, form), now: clock() });
    revalidatePath("/agents", "layout");
  });
}
