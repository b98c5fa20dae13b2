"use server";

import { revalidatePath } from "next/cache";
import { runtime } from "#app/runtime/runtime";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { savePreferences } from "#lib/notifications/preferences/save-preferences";
import { preferencesOf } from "./preference-fields.ts";

export async function save(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer([], async (viewer) => {
    const { db, clock } = runtime();
    await savePreferences(db, { viewer, preferences: preferencesOf(form), now: clock() });
    revalidatePath("/settings/notifications");
  });
}
