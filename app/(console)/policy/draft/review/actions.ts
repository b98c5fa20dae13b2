"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { proposal, publication } from "./publication.ts";

export async function publish(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(publication, await requireViewer("admin"), form, "/policy");
}

export async function propose(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(proposal, await requireViewer("admin"), form, "/policy");
}
