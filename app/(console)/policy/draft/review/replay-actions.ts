"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { readForm, runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { cancelReplay } from "#lib/policy/replay/cancel-replay";
import { mostReplayed } from "#lib/policy/replay/scope";
import { startReplay } from "#lib/policy/replay/start-replay";

const startFields = z.object({
  span: z.enum(["days", "last"]),
  last: z.coerce
    .number("Enter a number of requests")
    .int("Enter a number of requests")
    .min(1, "Enter at least 1")
    .max(mostReplayed, "Enter at most 100,000"),
  against: z.enum(["then", "in_force"]),
});

export async function start(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { span, last, against } = readForm(startFields, form);
    const scope = span === "days" ? { days: 30 } : { last };
    await startReplay(db, { actor, scope, against, now: clock() });
    revalidatePath("/policy", "layout");
  });
}

export async function cancel(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { replayId } = readForm(z.object({ replayId: z.string() }), form);
    await cancelReplay(db, { actor, replayId, now: clock() });
    revalidatePath("/policy", "layout");
  });
}
