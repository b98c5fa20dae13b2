"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm, runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { revokeTool } from "#lib/agents/tools/revoke-tool";
import type { Proposed } from "#lib/two-admins/propose-change";
import { type Registered, registerConfirmed } from "./register-confirmed.ts";

const revocation = z.object({ toolId: idField("tol") });

export async function register(
  _previous: ActionState<Registered | Proposed>,
  form: FormData,
): Promise<ActionState<Registered | Proposed>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const registered = await registerConfirmed(actor, form);
    revalidatePath("/settings/tools");
    return registered;
  });
}

export async function removeTool(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    await revokeTool(db, { actor, ...readForm(revocation, form), now: clock() });
    revalidatePath("/settings/tools");
    return undefined;
  });
}
