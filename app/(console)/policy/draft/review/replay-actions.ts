"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { CountersignError } from "#lib/kernel/errors";
import { cancelReplay } from "#lib/policy/replay/cancel-replay";
import { automaticDays, mostReplayed } from "#lib/policy/replay/scope";
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
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const { span, last, against } = readForm(startFields, form);
    const scope = span === "days" ? { days: 30 } : { last };
    await startReplay(db, { actor, scope, against, now: clock() });
    revalidatePath("/policy", "layout");
  });
}

/** A preview that no one asked for: `isOtherRunning`, if another person's runs, and then none is started. */
interface AutomaticStart {
  isOtherRunning?: boolean;
  /** There are no requests to compare with. */
  isEmpty?: boolean;
}

export async function startAutomatically(
  _previous: ActionState<AutomaticStart>,
  _form: FormData,
): Promise<ActionState<AutomaticStart>> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const usual = { scope: { days: automaticDays }, against: "in_force", isAutomatic: true } as const;
    try {
      const id = await startReplay(db, { actor, ...usual, now: clock() });
      if (id !== undefined) revalidatePath("/policy", "layout");
      return { isOtherRunning: id === undefined };
    } catch (thrown) {
      if (thrown instanceof CountersignError && thrown.details?.reason === "no_requests")
        return { isEmpty: true };
      throw thrown;
    }
  });
}

export async function cancel(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const { replayId } = readForm(z.object({ replayId: z.string() }), form);
    await cancelReplay(db, { actor, replayId, now: clock() });
    revalidatePath("/policy", "layout");
  });
}
