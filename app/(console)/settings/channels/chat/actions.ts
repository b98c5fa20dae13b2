"use server";

import { revalidatePath } from "next/cache";
import { runtime } from "#app/process/runtime";
import { readForm, runAction } from "#app/web/forms/run-action";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { sendTest } from "#lib/notifications/chat/settings/send-test";
import type { Proposed } from "#lib/two-admins/propose-change";
import { chatRemoval, chatSaving, kindField } from "./chat-acts.ts";

type Saved = ActionState<Proposed | undefined>;

export async function save(_previous: Saved, form: FormData): Promise<Saved> {
  return runConfirmed(chatSaving, await requireViewer("admin"), form, "/settings/channels");
}

export async function remove(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(chatRemoval, await requireViewer("admin"), form, "/settings/channels");
}

/** A passkey confirmed the place before: a session is enough. */
export async function test(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    await sendTest(db, { actor, ...readForm(kindField, form), now: clock() });
    revalidatePath("/settings/channels/chat");
  });
}
