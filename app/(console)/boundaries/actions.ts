"use server";

import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import type { SavedVersion } from "#lib/boundary/mapping/kept/save-mapping";
import type { CreatedBoundary } from "#lib/boundary/registry/create-boundary";
import type { IssuedCode } from "#lib/boundary/registry/enrollment/issue-code";
import type { Proposed } from "#lib/two-admins/propose-change";
import { acceptance } from "./acceptance.ts";
import { creation, heldToolsChange, newCode } from "./boundary-acts.ts";
import { mappingChange, mappingEnd } from "./mapping-change.ts";

type MaybeProposed = ActionState<Proposed | undefined>;

export async function create(
  _previous: ActionState<CreatedBoundary | Proposed>,
  form: FormData,
): Promise<ActionState<CreatedBoundary | Proposed>> {
  return runConfirmed(creation, ["admin"], form, "/boundaries");
}

export async function issueCode(
  _previous: ActionState<IssuedCode | Proposed>,
  form: FormData,
): Promise<ActionState<IssuedCode | Proposed>> {
  return runConfirmed(newCode, ["admin"], form);
}

export async function accept(_previous: MaybeProposed, form: FormData): Promise<MaybeProposed> {
  return runConfirmed(acceptance, ["admin"], form, "/boundaries");
}

export async function changeHeldTools(_previous: MaybeProposed, form: FormData): Promise<MaybeProposed> {
  return runConfirmed(heldToolsChange, ["admin"], form, "/boundaries");
}

export async function changeMapping(
  _previous: ActionState<SavedVersion | Proposed>,
  form: FormData,
): Promise<ActionState<SavedVersion | Proposed>> {
  return runConfirmed(mappingChange, ["admin"], form, "/boundaries");
}

export async function endMapping(_previous: MaybeProposed, form: FormData): Promise<MaybeProposed> {
  return runConfirmed(mappingEnd, ["admin"], form, "/boundaries");
}
