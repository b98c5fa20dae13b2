"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { signOut } from "#lib/provisioning/sign-in/sign-out";
import { phoneSessionsChange } from "./phone-sessions-change.ts";

const schema = z.object({ session: z.string().min(1).max(128) });

export async function endOwnSession(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer([], async ({ personId }) => {
    const { db, clock } = runtime();
    const { session } = readForm(schema, form);
    await signOut(db, { personId, sessionHash: session, now: clock() });
    revalidatePath("/settings/sessions");
  });
}

export async function savePhoneSessions(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(phoneSessionsChange, ["admin"], form, "/settings/sessions");
}
