"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { performConfirmed } from "#app/confirmed-action";
import { idField } from "#app/id-field";
import { requireConfirmation } from "#app/require-confirmation";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { answerFor } from "#lib/directory/answer-for";
import { revokeTransmitter } from "#lib/signals/revoke-transmitter";
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
