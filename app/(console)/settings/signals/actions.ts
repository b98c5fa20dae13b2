"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { attempt, readForm } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import { answerFor } from "#lib/membership/take-responsibility";
import { revokeTransmitter } from "#lib/provisioning/signals/revoke-transmitter";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { type Registered, registration } from "./registration.ts";

export async function register(
  _previous: ActionState<Registered>,
  form: FormData,
): Promise<ActionState<Registered>> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const registered = await performConfirmed(registration, actor, form);
    revalidatePath("/settings/signals");
    return registered;
  });
}

export async function answerForTransmitter(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    const { id } = readForm(z.object({ id: idField("trm") }), form);
    await requireConfirmation(actor, `transmitter/answer/${id as `trm_${string}`}`, form);
    await answerFor(db, { actor, kind: "transmitter", id, now: clock() });
    revalidatePath("/settings/signals");
    return undefined;
  });
}

export async function revoke(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    const { transmitterId } = readForm(z.object({ transmitterId: idField("trm") }), form);
    await revokeTransmitter(db, { actor, transmitterId, now: clock() });
    revalidatePath("/settings/signals");
    return undefined;
  });
}
