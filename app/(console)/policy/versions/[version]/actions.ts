"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { restoreVersion as restoreToDraft } from "#lib/policy/drafts/restore-version";

const fields = z.object({ version: z.coerce.number().int(), revision: z.coerce.number().int() });

export async function restoreVersion(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    await restoreToDraft(db, { actor, ...readForm(fields, form), now: clock() });
    revalidatePath("/policy", "layout");
  });
}
