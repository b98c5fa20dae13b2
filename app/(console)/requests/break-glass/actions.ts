"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "#app/attempt";
import { performConfirmed } from "#app/confirmed-action";
import { requireViewer } from "#app/viewer";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { deadlineChange } from "./deadline-change.ts";
import { reviewRecord } from "./review-record.ts";

export async function changeHours(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    await performConfirmed(deadlineChange, actor, form);
    revalidatePath("/requests/break-glass");
    return undefined;
  });
}

export async function review(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    await performConfirmed(reviewRecord, actor, form);
    revalidatePath("/", "layout");
    return undefined;
  });
}
