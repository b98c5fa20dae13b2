"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { revokeDelegation } from "#lib/membership/delegations/end-delegations";
import type { Proposed } from "#lib/two-admins/propose-change";
import { confirming } from "./confirming.ts";
import { naming } from "./naming.ts";

export async function name(
  _previous: ActionState<Proposed | undefined>,
  form: FormData,
): Promise<ActionState<Proposed | undefined>> {
  return runConfirmed(naming, [], form, "/");
}

export async function confirm(
  _previous: ActionState<undefined>,
  form: FormData,
): Promise<ActionState<undefined>> {
  return runConfirmed(confirming, [], form, "/");
}

export async function revoke(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer([], async (actor) => {
    const { db, clock } = runtime();
    const { delegationId } = readForm(z.object({ delegationId: idField("dlg") }), form);
    await revokeDelegation(db, { actor, delegationId, now: clock() });
    revalidatePath("/", "layout");
  });
}
