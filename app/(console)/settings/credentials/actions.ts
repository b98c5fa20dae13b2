"use server";

import { revalidatePath } from "next/cache";
import { runAction } from "#app/web/forms/run-action";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { responsibility, revokeCredential } from "./credential-acts.ts";

export async function revoke(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    await revokeCredential(actor, form);
    revalidatePath("/settings", "layout");
  });
}

export async function takeResponsibility(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(responsibility, await requireViewer("admin"), form, "/settings");
}
