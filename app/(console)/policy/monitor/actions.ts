"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { enforceRule } from "#lib/policy/drafts/enforce-rule";

const fields = z.object({ ruleId: z.string(), revision: z.coerce.number().int() });

export async function enforce(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    await enforceRule(db, { actor, ...readForm(fields, form), now: clock() });
    revalidatePath("/policy", "layout");
  });
}
