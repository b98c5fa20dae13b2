"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { idField } from "#app/id-field";
import { requireConfirmation } from "#app/require-confirmation";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { answerFor } from "#lib/directory/answer-for";
import { registerTransmitter, transmitterFields } from "#lib/signals/register-transmitter";
import { revokeTransmitter } from "#lib/signals/revoke-transmitter";
import type { ActionState } from "../../../../components/forms/action-state.ts";

export interface Registered {
  name: string;
  endpoint: string;
  audience: string;
}

export async function register(
  _previous: ActionState<Registered>,
  form: FormData,
): Promise<ActionState<Registered>> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, config, clock } = runtime();
    const fields = readForm(transmitterFields, form);
    await requireConfirmation(actor, "transmitter/register", form);
    await registerTransmitter(db, { actor, ...fields, config, now: clock() });
    revalidatePath("/settings/signals");
    return { name: fields.name, endpoint: `${config.origin}/ssf/events`, audience: fields.audience };
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
