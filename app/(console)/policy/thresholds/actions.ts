"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { faultsInPlace } from "#app/(console)/policy/field-errors";
import { runtime } from "#app/runtime/runtime";
import { withChosenAgents } from "#app/web/forms/resolve-person";
import { readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { newId } from "#lib/kernel/ids";
import { readDraft } from "#lib/policy/drafts/draft";
import { drawThreshold } from "#lib/policy/thresholds/draw-threshold";
import { removeThreshold } from "#lib/policy/thresholds/remove-threshold";
import { restoreThreshold } from "#lib/policy/thresholds/restore-threshold";
import { saveThreshold } from "#lib/policy/thresholds/save-threshold";
import { thresholdOf } from "#lib/policy/thresholds/threshold-of-rules";
import { thresholdFields, tierField } from "./threshold-fields.ts";

const seen = z.object({ revision: z.coerce.number().int() });

export async function save(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const now = clock();
    const { revision } = readForm(seen, form);
    const typed = await withChosenAgents(actor, form, "agents");
    const was = thresholdOf((await readDraft(db)).rules, String(form.get("thresholdId")));
    const threshold = readForm(
      thresholdFields(() => newId("pol", now), was),
      typed,
      ["agents"],
    );
    await faultsInPlace(
      () => saveThreshold(db, { actor, threshold, revision, now }),
      (fault) => tierField(threshold, fault),
    );
    revalidatePath("/policy", "layout");
  });
}

export async function remove(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const fields = readForm(seen.extend({ thresholdId: z.string() }), form);
    await removeThreshold(db, { actor, ...fields, now: clock() });
    revalidatePath("/policy", "layout");
  });
}

export async function restore(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const fields = readForm(seen.extend({ thresholdId: z.string() }), form);
    await restoreThreshold(db, { actor, ...fields, now: clock() });
    revalidatePath("/policy", "layout");
  });
}

export async function draw(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const fields = readForm(seen.extend({ thresholdId: z.string() }), form);
    await drawThreshold(db, { actor, ...fields, now: clock() });
    revalidatePath("/policy", "layout");
  });
}
