"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { removal, requirement, switching, unlinking } from "./access-acts.ts";
import { alteration, creation } from "./connection-acts.ts";

type Created = ActionState<{ connectionId: string }>;

export async function create(_previous: Created, form: FormData): Promise<Created> {
  return runConfirmed(creation, ["admin"], form, "/settings/sso");
}

export async function change(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(alteration, ["admin"], form, "/settings/sso");
}

export async function turn(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(switching, ["admin"], form, "/settings/sso");
}

export async function remove(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(removal, ["admin"], form);
}

export async function unlink(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(unlinking, ["admin"], form, "/people");
}

export async function setRequirement(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(requirement, ["admin"], form, "/settings/sso");
}
