"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { endSession } from "#lib/auth/session";
import type { ActionState } from "../../../components/forms/action-state.ts";

const schema = z.object({ session: z.string().min(1).max(128) });

export async function endOwnSession(_previous: ActionState, form: FormData): Promise<ActionState> {
  const { personId } = await requireViewer();
  return attempt(async () => {
    const { db, clock } = runtime();
    const { session } = readForm(schema, form);
    await endSession(db, { personId, sessionHash: session, now: clock() });
    revalidatePath("/settings");
    return undefined;
  });
}
