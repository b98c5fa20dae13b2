"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm, runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { removeConnection } from "#lib/provisioning/sso/connections/remove-connection";
import { setSsoRequirement } from "#lib/provisioning/sso/connections/set-requirement";
import { switchConnection } from "#lib/provisioning/sso/connections/switch-connection";
import { unlinkAccount } from "#lib/provisioning/sso/unlink-account";
import { alteration, creation } from "./connection-acts.ts";

type Id = `sso_${string}`;
const connectionId = idField("sso").transform((id) => id as Id);
const personId = idField("per").transform((id) => id as `per_${string}`);
const which = z.object({ connectionId });

export async function create(
  _previous: ActionState<{ connectionId: string }>,
  form: FormData,
): Promise<ActionState<{ connectionId: string }>> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const created = await performConfirmed(creation, actor, form);
    revalidatePath("/settings/sso", "layout");
    return created;
  });
}

export async function change(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    await performConfirmed(alteration, actor, form);
    revalidatePath("/settings/sso", "layout");
    return undefined;
  });
}

export async function turn(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const to = readForm(which.extend({ to: z.enum(["enable", "disable"]) }), form);
    await requireConfirmation(actor, `sso/${to.to}/${to.connectionId}`, form);
    const enabled = to.to === "enable";
    await switchConnection(db, { actor, connectionId: to.connectionId, enabled, now: clock() });
    revalidatePath("/settings/sso", "layout");
    return undefined;
  });
}

export async function remove(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { connectionId: id } = readForm(which, form);
    await requireConfirmation(actor, `sso/remove/${id}`, form);
    await removeConnection(db, { actor, connectionId: id, now: clock() });
    return undefined;
  });
}

export async function unlink(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const link = readForm(which.extend({ personId }), form);
    await requireConfirmation(actor, `sso/unlink/${link.connectionId}/${link.personId}`, form);
    await unlinkAccount(db, { actor, ...link, now: clock() });
    revalidatePath(`/people/${link.personId}`);
    return undefined;
  });
}

export async function setRequirement(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return runAction(async () => {
    const { db, clock } = runtime();
    const { to } = readForm(z.object({ to: z.enum(["require", "release"]) }), form);
    await requireConfirmation(actor, `workspace/sso/${to}`, form);
    await setSsoRequirement(db, { actor, required: to === "require", now: clock() });
    revalidatePath("/settings/sso");
    return undefined;
  });
}
