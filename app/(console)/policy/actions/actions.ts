"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { removeActionType } from "#lib/policy/drafts/remove-action-type";
import { saveActionType } from "#lib/policy/drafts/save-action-type";
import { actionTypeFields, prepareTyped } from "./action-type-fields.ts";

const seen = z.object({ revision: z.coerce.number().int() });
const saving = seen.extend({ isNew: z.stringbool() });
const removal = seen.extend({ type: z.string() });

export async function save(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const { revision, isNew } = readForm(saving, form);
    const entry = readForm(actionTypeFields(await prepareTyped(form)), form);
    await saveActionType(db, { actor, entry, isNew, revision, now: clock() });
    revalidatePath("/policy", "layout");
  });
}

export async function remove(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    await removeActionType(db, { actor, ...readForm(removal, form), now: clock() });
    revalidatePath("/policy", "layout");
  });
}
