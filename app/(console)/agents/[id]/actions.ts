"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm, runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { KeyGiven } from "#components/agents/commands.ts";
import { labelsOf } from "#components/agents/labels-of.ts";
import type { ActionState } from "#components/forms/action-state.ts";
import { labelsSchema, setLabels } from "#lib/agents/labels/set-labels";
import { revocationDigest } from "#lib/revocation/revocation-digest";
import { revokeAgents } from "#lib/revocation/revoke-agents";
import { revokeKey } from "#lib/revocation/revoke-key";
import type { Proposed } from "#lib/two-admins/propose-change";
import { addKeyConfirmed } from "./add-key-confirmed.ts";
import { setBackupsConfirmed } from "./set-backups-confirmed.ts";

const agentId = idField("agt");
const keyId = idField("key");
const typedLabels = z.string().transform(labelsOf).pipe(labelsSchema);

export async function addKey(
  _previous: ActionState<KeyGiven>,
  form: FormData,
): Promise<ActionState<KeyGiven>> {
  const actor = await requireViewer();
  return runAction(async () => {
    const given = await addKeyConfirmed(actor, form);
    revalidatePath("/agents", "layout");
    return given;
  });
}

export async function removeKey(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer();
  return runAction(async () => {
    const { db, clock } = runtime();
    await revokeKey(db, { actor, ...readForm(z.object({ agentId, keyId }), form), now: clock() });
    revalidatePath("/agents", "layout");
    return undefined;
  });
}

export async function changeBackups(
  _previous: ActionState<Proposed | undefined>,
  form: FormData,
): Promise<ActionState<Proposed | undefined>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const proposed = await setBackupsConfirmed(actor, form);
    revalidatePath("/agents", "layout");
    return proposed;
  });
}

export async function changeLabels(
  _previous: ActionState<Proposed | undefined>,
  form: FormData,
): Promise<ActionState<Proposed | undefined>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const change = readForm(z.object({ agentId, labels: typedLabels }), form);
    const act = `agent/labels/${change.agentId}/${change.labels.join(",")}` as const;
    const { credentialId } = await requireConfirmation(actor, act, form);
    const proposed = await setLabels(db, { actor, confirmedWith: credentialId, ...change, now: clock() });
    revalidatePath("/agents", "layout");
    return proposed;
  });
}

/** The kill switch, for one agent or many. */
export async function endAgents(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer();
  return runAction(async () => {
    const { db, clock } = runtime();
    const { agentIds } = readForm(z.object({ agentIds: z.array(agentId).min(1).max(200) }), form, [
      "agentIds",
    ]);
    await requireConfirmation(actor, `agents/revoke/${revocationDigest(agentIds)}`, form);
    await revokeAgents(db, { actor, agentIds, now: clock() });
    revalidatePath("/agents", "layout");
    return undefined;
  });
}
