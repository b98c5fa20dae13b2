"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import { runConfirmed } from "#app/web/forms/run-confirmed";
import type { ActionState } from "#components/forms/action-state.ts";
import { deleteGroup } from "#lib/membership/groups/delete-group";
import { groupName } from "#lib/membership/groups/group-name";
import { renameGroup } from "#lib/membership/groups/rename-group";
import type { Proposed } from "#lib/two-admins/propose-change";
import { groupCreation, membersChange } from "./group-acts.ts";

const groupId = idField("grp");

export async function create(
  _previous: ActionState<{ groupId: string }>,
  form: FormData,
): Promise<ActionState<{ groupId: string }>> {
  return runConfirmed(groupCreation, ["admin"], form, "/people/groups");
}

export async function rename(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    await renameGroup(db, { actor, ...readForm(z.object({ groupId, name: groupName }), form), now: clock() });
    revalidatePath("/people/groups", "layout");
  });
}

export async function setMembers(
  _previous: ActionState<Proposed | undefined>,
  form: FormData,
): Promise<ActionState<Proposed | undefined>> {
  return runConfirmed(membersChange, ["admin"], form, "/people/groups");
}

export async function remove(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    await deleteGroup(db, { actor, ...readForm(z.object({ groupId }), form), now: clock() });
    revalidatePath("/people/groups");
  });
}
