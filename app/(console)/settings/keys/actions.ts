"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "#app/attempt";
import { performConfirmed } from "#app/confirmed-action";
import { requireViewer } from "#app/viewer";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { rotation } from "./rotation.ts";

export async function rotate(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    await performConfirmed(rotation, actor, form);
    revalidatePath("/settings/keys");
    return undefined;
  });
}
