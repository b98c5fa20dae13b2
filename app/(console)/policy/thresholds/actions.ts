"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { attempt, readForm } from "#app/attempt";
import { withChosenAgents } from "#app/chosen";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { newId } from "#lib/ids";
import { readDraft } from "#lib/policy/draft";
import { drawLadder } from "#lib/policy/draw-ladder";
import { ladderOf } from "#lib/policy/ladder-of-rules";
import { removeLadder } from "#lib/policy/remove-ladder";
import { saveLadder } from "#lib/policy/save-ladder";
import type { ActionState } from "../../../../components/forms/action-state.ts";
import { faultsInPlace } from "../faults-in-place.ts";
import { bandField, ladderFields } from "./ladder-fields.ts";

const seen = z.object({ revision: z.coerce.number().int() });

export async function save(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    const now = clock();
    const { revision } = readForm(seen, form);
    const typed = await withChosenAgents(actor, form, "agents");
    const was = ladderOf((await readDraft(db)).rules, String(form.get("ladderId")));
    const ladder = readForm(
      ladderFields(() => newId("pol", now), was),
      typed,
      ["agents"],
    );
    await faultsInPlace(
      () => saveLadder(db, { actor, ladder, revision, now }),
      (fault) => bandField(ladder, fault),
    );
    revalidatePath("/policy", "layout");
    return undefined;
  });
}

export async function remove(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    const fields = readForm(seen.extend({ ladderId: z.string() }), form);
    await removeLadder(db, { actor, ...fields, now: clock() });
    revalidatePath("/policy", "layout");
    return undefined;
  });
}

export async function draw(_previous: ActionState, form: FormData): Promise<ActionState> {
  const actor = await requireViewer("admin");
  return attempt(async () => {
    const { db, clock } = runtime();
    const fields = readForm(seen.extend({ ladderId: z.string() }), form);
    await drawLadder(db, { actor, ...fields, now: clock() });
    revalidatePath("/policy", "layout");
    return undefined;
  });
}
