"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { idField } from "#app/id-field";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { deleteGroup } from "#lib/directory/delete-group";
import { groupName } from "#lib/directory/group-name";
import { renameGroup } from "#lib/directory/rename-group";
import type { Proposed } from "#lib/proposals/propose-change";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { changeConfirmed, createConfirmed } from "./change-confirmed.ts";

const groupId = idField("grp");

export async function create(
  _previous: ActionState<{ groupId: string }>,
  form: FormData,
): Promise<ActionState<{ groupId: string }>> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const made = await createConfirmed(actor, form);
    revalidatePath("/people/groups");
    return made;
  });
}

export async function rename(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    await renameGroup(db, { actor, ...readForm(z.object({ groupId, name: groupName }), form), now: clock() });
    revalidatePath("/people/groups", "layout");
    return undefined;
  });
}

export async function setMembers(
  _previous: ActionState<Proposed | undefined>,
  form: FormData,
): Promise<ActionState<Proposed | undefined>> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const proposed = await changeConfirmed(actor, form);
    revalidatePath("/people/groups", "layout");
    return proposed;
  });
}

export async function remove(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    await deleteGroup(db, { actor, ...readForm(z.object({ groupId }), form), now: clock() });
    revalidatePath("/people/groups");
    return undefined;
  });
}
