"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "#app/attempt";
import { performConfirmed } from "#app/confirmed-action";
import { requireViewer } from "#app/viewer";
import type { Proposed } from "#lib/proposals/propose-change";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { type Invited, invitation } from "./invitation.ts";

export async function invite(
  _previous: ActionState<Invited | Proposed>,
  form: FormData,
): Promise<ActionState<Invited | Proposed>> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const invited = await performConfirmed(invitation, actor, form);
    revalidatePath("/people");
    return invited;
  });
}
