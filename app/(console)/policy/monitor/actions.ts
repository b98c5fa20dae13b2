"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { enforceRule } from "#lib/policy/enforce-rule";
import type { ActionState } from "../../../../components/forms/action-state.ts";

const fields = z.object({ ruleId: z.string(), revision: z.coerce.number().int() });

export async function enforce(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    await enforceRule(db, { actor, ...readForm(fields, form), now: clock() });
    revalidatePath("/policy", "layout");
    return undefined;
  });
}
