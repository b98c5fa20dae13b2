"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { type Created, creation } from "./creation.ts";

export async function create(_previous: ActionState<Created>, form: FormData): Promise<ActionState<Created>> {
  return runConfirmed(creation, ["admin"], form, "/agents");
}
