"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { idField } from "#app/id-field";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { reviewBreakGlass } from "#lib/approvals/review-break-glass";
import { storableText } from "#lib/json/storable-text";
import type { ActionState } from "../../../../components/forms/action-state.ts";

const schema = z.object({
  approvalId: idField("apr"),
  finding: z.enum(["justified", "not_justified"], { error: "choose one" }),
  note: storableText(2000).trim().min(1, "say what you found"),
});

export async function review(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    await reviewBreakGlass(db, { actor, ...readForm(schema, form), now: clock() });
    revalidatePath("/", "layout");
    return undefined;
  });
}
