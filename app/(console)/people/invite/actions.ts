"use server";

import { revalidatePath } from "next/cache";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import type { Proposed } from "#lib/two-admins/propose-change";
import { type Invited, invitation } from "./invitation.ts";

export async function invite(
  _previous: ActionState<Invited | Proposed>,
  form: FormData,
): Promise<ActionState<Invited | Proposed>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const invited = await performConfirmed(invitation, actor, form);
    revalidatePath("/people");
    return invited;
  });
}
