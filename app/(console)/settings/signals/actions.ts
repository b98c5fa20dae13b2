"use server";

import { revalidatePath } from "next/cache";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { type Registered, registration } from "./registration.ts";

export async function register(
  _previous: ActionState<Registered>,
  form: FormData,
): Promise<ActionState<Registered>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const registered = await performConfirmed(registration, actor, form);
    revalidatePath("/settings/signals");
    return registered;
  });
}
