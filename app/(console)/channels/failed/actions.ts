"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { retryAllFailed, retryDelivery } from "#lib/notifications/deliveries/retry-delivery";

export async function retry(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const { deliveryId } = readForm(z.object({ deliveryId: idField("dlv") }), form);
    await retryDelivery(db, { actor, deliveryId, now: clock() });
    revalidatePath("/channels/failed");
  });
}

export async function retryAll(_previous: ActionState, _form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    await retryAllFailed(db, { actor, now: clock() });
    revalidatePath("/channels/failed");
  });
}
