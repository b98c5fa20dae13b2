import { z } from "zod";
import { faultsInPlace } from "#app/(console)/policy/draft-act";
import { runtime } from "#app/runtime/runtime";
import { defineAct } from "#app/web/forms/act";
import { withChosenAgents } from "#app/web/forms/resolve-person";
import { readForm } from "#app/web/forms/run-action";
import { newId } from "#lib/kernel/ids";
import { readDraft } from "#lib/policy/drafts/draft";
import {
  drawThreshold,
  removeThreshold,
  restoreThreshold,
  saveThreshold,
} from "#lib/policy/thresholds/draft-thresholds";
import { thresholdOf } from "#lib/policy/thresholds/threshold-of-rules";
import { defineDraftAct, seen } from "../draft-act.ts";
import { thresholdFields, tierField } from "./threshold-fields.ts";

const which = seen.extend({ thresholdId: z.string() });

export const thresholdSaving = defineAct({
  name: "draft/save-threshold",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: async (actor, form) => {
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
  },
});

export const thresholdRemoval = defineDraftAct("draft/remove-threshold", which, removeThreshold);

export const thresholdRestoring = defineDraftAct("draft/restore-threshold", which, restoreThreshold);

export const thresholdDrawing = defineDraftAct("draft/draw-threshold", which, drawThreshold);
