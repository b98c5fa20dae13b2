"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { KeyGiven } from "#components/agents/commands.ts";
import type { ActionState } from "#components/forms/action-state.ts";
import { revokeKey } from "#lib/ownership/revocation/revoke-key";
import type { Proposed } from "#lib/two-admins/propose-change";
import { backupsChange } from "./backups-change.ts";
import { keyAddition } from "./key-addition.ts";
import { labelsChange } from "./labels/labels-change.ts";
import { revocation } from "./revocation.ts";

const key = z.object({ agentId: idField("agt"), keyId: idField("key") });

type MaybeProposed = ActionState<Proposed | undefined>;

export async function addKey(
  _previous: ActionState<KeyGiven>,
  form: FormData,
): Promise<ActionState<KeyGiven>> {
  return runConfirmed(keyAddition, [], form, "/agents");
}

export async function removeKey(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer([], async (actor) => {
    const { db, clock } = runtime();
    await revokeKey(db, { actor, ...readForm(key, form), now: clock() });
    revalidatePath("/agents", "layout");
  });
}

export async function changeBackups(_previous: MaybeProposed, form: FormData): Promise<MaybeProposed> {
  return runConfirmed(backupsChange, ["admin"], form, "/agents");
}

export async function changeLabels(_previous: MaybeProposed, form: FormData): Promise<MaybeProposed> {
  return runConfirmed(labelsChange, ["admin"], form, "/agents");
}

export async function endAgents(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runConfirmed(revocation, [], form, "/agents");
}
