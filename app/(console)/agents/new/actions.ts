"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "#app/attempt";
import { requireViewer } from "#app/viewer";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { type Created, createConfirmed } from "./create-confirmed.ts";

export async function create(_previous: ActionState<Created>, form: FormData): Promise<ActionState<Created>> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const created = await createConfirmed(actor, form);
    revalidatePath("/agents");
    return created;
  });
}
