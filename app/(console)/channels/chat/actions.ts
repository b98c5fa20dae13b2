"use server";

import { revalidatePath } from "next/cache";
import { runtime } from "#app/runtime/runtime";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { sendTest } from "#lib/notifications/chat/settings/send-test";
import type { Proposed } from "#lib/two-admins/propose-change";
import { chatRemoval, chatSaving, kindField } from "./chat-acts.ts";

type Saved = ActionState<Proposed | undefined>;

export async function save(_previous: Saved, form: FormData): Promise<Saved> {
  return runConfirmed(chatSaving, ["admin"], form, "/channels");
}

export async function remove(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(chatRemoval, ["admin"], form, "/channels");
}

/** A passkey confirmed the place before: a session is enough. */
export async function test(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    await sendTest(db, { actor, ...readForm(kindField, form), now: clock() });
    revalidatePath("/channels/chat");
  });
}
