"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { idField } from "#app/id-field";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { reviewBreakGlass } from "#lib/approvals/review-break-glass";
import { longestReviewHours, setReviewHours } from "#lib/directory/set-review-hours";
import { storableText } from "#lib/json/storable-text";
import type { ActionState } from "../../../../components/forms/action-state.ts";

const schema = z.object({
  approvalId: idField("apr"),
  finding: z.enum(["justified", "not_justified"], { error: "choose one" }),
  note: storableText(2000).trim().min(1, "say what you found"),
});

const hours = z.object({
  hours: z.coerce
    .number({ error: "a number of hours" })
    .int({ error: "whole hours" })
    .min(1, { error: "one hour at least" })
    .max(longestReviewHours, { error: `${longestReviewHours} hours at most` }),
});

export async function changeHours(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    await setReviewHours(db, { actor, ...readForm(hours, form), now: clock() });
    revalidatePath("/requests/break-glass");
    return undefined;
  });
}

export async function review(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    await reviewBreakGlass(db, { actor, ...readForm(schema, form), now: clock() });
    revalidatePath("/", "layout");
    return undefined;
  });
}
