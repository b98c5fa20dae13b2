"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm, runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { confirmAddress } from "#lib/people/confirm-email";
import { addressAct } from "./confirm-email-act.ts";

const confirmation = z.object({ personId: idField("per"), email: z.string() });

export async function confirmAddressOf(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { personId, email } = readForm(confirmation, form);
    await requireConfirmation(actor, await addressAct(personId, email), form);
    await confirmAddress(db, { actor, personId, email, now: clock() });
    revalidatePath("/people", "layout");
    return undefined;
  });
}
