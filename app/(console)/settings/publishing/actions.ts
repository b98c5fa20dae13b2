"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { endProposal, requirement } from "./second-admin.ts";

export async function requireTwo(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(requirement, await requireViewer("admin"), form, "/settings");
}

export async function proposeEnd(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(endProposal, await requireViewer("admin"), form, "/settings");
}
