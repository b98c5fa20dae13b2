"use server";

import { revalidatePath } from "next/cache";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import type { RegisteredEndpoint } from "#lib/notifications/webhooks/endpoints/register-endpoint";
import { sendAgain, sendTestEvent } from "#lib/notifications/webhooks/endpoints/send-again";
import type { Proposed } from "#lib/two-admins/propose-change";
import { eventsChange, registration, removal, rotation, switching, which } from "./endpoint-acts.ts";

type Registered = ActionState<RegisteredEndpoint | Proposed>;
type MaybeProposed = ActionState<Proposed | undefined>;
type Rotated = ActionState<RegisteredEndpoint>;

export async function register(_previous: Registered, form: FormData): Promise<Registered> {
  return runConfirmed(registration, ["admin"], form, "/channels");
}

export async function changeEvents(_previous: MaybeProposed, form: FormData): Promise<MaybeProposed> {
  return runConfirmed(eventsChange, ["admin"], form, "/channels");
}

// The acts below are for callbacks too, which the owner of an agent manages: the verbs decide. The
// page is not rendered anew after a rotation, because it shows the secret.

export async function rotate(_previous: Rotated, form: FormData): Promise<Rotated> {
  return runConfirmed(rotation, [], form);
}

export async function turn(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(switching, [], form, "/");
}

/** For an endpoint, whose own page is gone then. */
export async function remove(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(removal, ["admin"], form);
}

export async function removeCallback(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(removal, [], form, "/agents");
}

export async function sendTest(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer([], async (actor) => {
    const { db, clock } = runtime();
    await sendTestEvent(db, { actor, ...readForm(which, form), now: clock() });
    revalidatePath("/", "layout");
  });
}

export async function retry(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer([], async (actor) => {
    const { db, clock } = runtime();
    const fields = readForm(which.extend({ deliveryId: idField("dlv") }), form);
    await sendAgain(db, { actor, ...fields, now: clock() });
    revalidatePath("/", "layout");
  });
}
