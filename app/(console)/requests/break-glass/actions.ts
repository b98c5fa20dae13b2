"use server";

import { revalidatePath } from "next/cache";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { deadlineChange } from "./deadline-change.ts";
import { reviewRecord } from "./review-record.ts";

export async function changeHours(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    await performConfirmed(deadlineChange, actor, form);
    revalidatePath("/requests/break-glass");
    return undefined;
  });
}

export async function review(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    await performConfirmed(reviewRecord, actor, form);
    revalidatePath("/", "layout");
    return undefined;
  });
}
