"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { idField } from "#app/id-field";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { seeNotice } from "#lib/notices/see-notices";
import type { ActionState } from "../../components/forms/action-state.ts";

export async function see(_previous: ActionState, form: FormData): Promise<ActionState> {
  const viewer = await requireViewer();
  return attempt(async () => {
    const { db, clock } = runtime();
    const { noticeId } = readForm(z.object({ noticeId: idField("ntc") }), form);
    await seeNotice(db, { viewer, noticeId, now: clock() });
    revalidatePath("/", "layout");
    return undefined;
  });
}
