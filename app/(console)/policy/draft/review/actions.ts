"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { proposal, publication } from "./publication.ts";

export async function publish(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(publication, ["admin"], form, "/policy");
}

export async function propose(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(proposal, ["admin"], form, "/policy");
}
