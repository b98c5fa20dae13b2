"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "#app/attempt";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { rotateSigningKey } from "#lib/keys/signing-key";
import type { ActionState } from "../../../../components/forms/action-state.ts";

export async function rotate(_previous: ActionState, _form: FormData): Promise<ActionState> {
  const viewer = await requireViewer("admin");
  return attempt(async () => {
    const { db, secret, clock } = runtime();
    await rotateSigningKey(db, { actor: { type: "person", id: viewer.personId }, secret, now: clock() });
    revalidatePath("/settings/keys");
    return undefined;
  });
}
