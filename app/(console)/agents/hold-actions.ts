"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { storableText } from "#lib/json/storable-text";
import { holdAgent, longestHoldReason } from "#lib/lifecycle/hold-agent";
import { releasing } from "./releasing.ts";

const held = z.object({
  agentId: idField("agt"),
  reason: storableText(longestHoldReason)
    .trim()
    .transform((text) => text || null),
});

/** No passkey: stopping an agent must be easy. */
export async function hold(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer([], async (actor) => {
    const { db, clock } = runtime();
    await holdAgent(db, { actor, ...readForm(held, form), now: clock() });
    revalidatePath("/", "layout");
  });
}

export async function release(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(releasing, [], form, "/agents");
}
