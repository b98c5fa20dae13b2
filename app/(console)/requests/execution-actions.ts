"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { longestNote, resolveExecution } from "#lib/boundary/executions/resolve-execution";
import { storableText } from "#lib/json/storable-text";

const resolution = z.object({
  requestId: idField("req"),
  finding: z.enum(["ran", "did_not_run"], { error: "Select an option" }),
  note: storableText(longestNote).trim().min(1, "Describe what you found"),
});

/** No passkey: the finding allows nothing, and the note names the person. */
export async function resolve(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer([], async (actor) => {
    const { db, clock } = runtime();
    await resolveExecution(db, { actor, ...readForm(resolution, form), now: clock() });
    revalidatePath("/", "layout");
  });
}
