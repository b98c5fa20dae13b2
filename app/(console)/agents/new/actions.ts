"use server";

import { revalidatePath } from "next/cache";
import { runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { type Created, createConfirmed } from "./create-confirmed.ts";

export async function create(_previous: ActionState<Created>, form: FormData): Promise<ActionState<Created>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const created = await createConfirmed(actor, form);
    revalidatePath("/agents");
    return created;
  });
}
