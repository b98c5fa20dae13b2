"use server";

import { revalidatePath } from "next/cache";
import { runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import type { Proposed } from "#lib/two-admins/propose-change";
import { type Registered, registerConfirmed } from "./register-confirmed.ts";

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
