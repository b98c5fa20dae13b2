"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/act";
import { readForm, runAction } from "#app/web/forms/run-action";
import { requireViewer } from "#app/web/open-page";
import type { ActionState } from "#components/forms/action-state.ts";
import { seeNotice, unseeNotice } from "#lib/notices/see-notices";

/** Has no text to lose and no place for a message: a signed-out person is led to sign in. */
export async function see(_previous: ActionState, form: FormData): Promise<ActionState> {
  return change(form, seeNotice);
}

/** Takes a dismissal back. */
export async function unsee(_previous: ActionState, form: FormData): Promise<ActionState> {
  return change(form, unseeNotice);
}

async function change(form: FormData, verb: typeof seeNotice): Promise<ActionState> {
  const viewer = await requireViewer();
  return runAction(async () => {
    const { db, clock } = runtime();
    const { noticeId } = readForm(z.object({ noticeId: idField("ntc") }), form);
    await verb(db, { viewer, noticeId, now: clock() });
    revalidatePath("/", "layout");
  });
}
