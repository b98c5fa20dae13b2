"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import type { CreatedBoundary } from "#lib/boundary/registry/create-boundary";
import type { IssuedCode } from "#lib/boundary/registry/enrollment/issue-code";
import { acceptance, creation, newCode } from "./boundary-acts.ts";

export async function create(
  _previous: ActionState<CreatedBoundary>,
  form: FormData,
): Promise<ActionState<CreatedBoundary>> {
  return runConfirmed(creation, await requireViewer("admin"), form, "/settings/boundaries");
}

export async function issueCode(
  _previous: ActionState<IssuedCode>,
  form: FormData,
): Promise<ActionState<IssuedCode>> {
  return runConfirmed(newCode, await requireViewer("admin"), form);
}

export async function accept(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(acceptance, await requireViewer("admin"), form, "/settings/boundaries");
}
