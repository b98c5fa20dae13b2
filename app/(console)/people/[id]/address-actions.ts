"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { idField } from "#app/id-field";
import { requireConfirmation } from "#app/require-confirmation";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { confirmAddress } from "#lib/directory/confirm-address";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { addressAct } from "./address-act.ts";

const confirmation = z.object({ personId: idField("per"), email: z.string() });

export async function confirmAddressOf(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    const { personId, email } = readForm(confirmation, form);
    await requireConfirmation(actor, await addressAct(personId, email), form);
    await confirmAddress(db, { actor, personId, email, now: clock() });
    revalidatePath("/people", "layout");
    return undefined;
  });
}
