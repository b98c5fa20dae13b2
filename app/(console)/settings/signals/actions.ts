"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm, runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { takeResponsibility } from "#lib/membership/take-responsibility";
import { revokeEventSource } from "#lib/provisioning/signals/revoke-event-source";
import { type Registered, registration } from "./registration.ts";

export async function register(
  _previous: ActionState<Registered>,
  form: FormData,
): Promise<ActionState<Registered>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const registered = await performConfirmed(registration, actor, form);
    revalidatePath("/settings/signals");
    return registered;
  });
}

export async function takeResponsibilityForEventSource(
  _previous: ActionState,
  form: FormData,
): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { id } = readForm(z.object({ id: idField("trm") }), form);
    await requireConfirmation(actor, `transmitter/answer/${id as `trm_${string}`}`, form);
    await takeResponsibility(db, { actor, kind: "transmitter", id, now: clock() });
    revalidatePath("/settings/signals");
    return undefined;
  });
}

export async function revoke(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { eventSourceId } = readForm(z.object({ eventSourceId: idField("trm") }), form);
    await revokeEventSource(db, { actor, eventSourceId, now: clock() });
    revalidatePath("/settings/signals");
    return undefined;
  });
}
