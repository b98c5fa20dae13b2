"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "#app/attempt";
import { performConfirmed } from "#app/confirmed-action";
import { requireViewer } from "#app/viewer";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { periodChange } from "./period-change.ts";

export async function saveAttestation(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    await performConfirmed(periodChange, actor, form);
    revalidatePath("/settings/owners");
    return undefined;
  });
}
