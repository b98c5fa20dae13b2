"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { removeWorkloadIdentity } from "#lib/ownership/revocation/remove-workload-identity";
import { workloadAddition } from "./workload-addition.ts";

const identity = z.object({ agentId: idField("agt"), identityId: idField("wid") });

export async function addWorkload(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(workloadAddition, ["admin"], form, "/agents");
}

export async function removeWorkload(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer([], async (actor) => {
    const { db, clock } = runtime();
    await removeWorkloadIdentity(db, { actor, ...readForm(identity, form), now: clock() });
    revalidatePath("/agents", "layout");
  });
}
