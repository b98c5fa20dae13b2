"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { endProposal, requirement } from "./second-admin.ts";

export async function requireTwo(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(requirement, ["admin"], form, "/settings");
}

export async function proposeEnd(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(endProposal, ["admin"], form, "/settings");
}
