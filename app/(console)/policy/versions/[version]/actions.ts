"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { attempt, readForm } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import { bringBack as bringBackVersion } from "#lib/policy/drafts/restore-version";
import type { ActionState } from "../../../../../components/forms/action-state.ts";

const fields = z.object({ version: z.coerce.number().int(), revision: z.coerce.number().int() });

export async function bringBack(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    await bringBackVersion(db, { actor, ...readForm(fields, form), now: clock() });
    revalidatePath("/policy", "layout");
    return undefined;
  });
}
