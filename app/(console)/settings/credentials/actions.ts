"use server";

import { revalidatePath } from "next/cache";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { responsibility, revokeCredential } from "./credential-acts.ts";

export async function revoke(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    await revokeCredential(actor, form);
    revalidatePath("/settings", "layout");
    revalidatePath("/boundaries", "layout");
  });
}

export async function takeResponsibility(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(responsibility, ["admin"], form, "/settings");
}
