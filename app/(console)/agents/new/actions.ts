"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { type Created, creation } from "./creation.ts";

export async function create(_previous: ActionState<Created>, form: FormData): Promise<ActionState<Created>> {
  return runConfirmed(creation, await requireViewer("admin"), form, "/agents");
}
