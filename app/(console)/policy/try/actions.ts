"use server";

import { runtime } from "#app/runtime/runtime";
import { chosenAgent } from "#app/web/forms/resolve-person";
import { FormFault, readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { CountersignError } from "#lib/kernel/errors";
import { listGroups } from "#lib/people/list-groups";
import { tryAsk } from "#lib/requests/ask/try-ask";
import { paramsFaultWords, trialFields } from "./trial-fields.ts";
import { type TrialView, trialView } from "./trial-view.tsx";

/** The simulated outcome of an action. Reads only, and stores nothing. */
export async function tryOut(
  _previous: ActionState<TrialView>,
  form: FormData,
): Promise<ActionState<TrialView>> {
  return runAsViewer(["admin", "approver", "auditor"], async (viewer) => {
    const { db, clock } = runtime();
    const now = clock();
    const { at = now, agentId: agent, ...trial } = readForm(trialFields, form);
    const agentId = await chosenAgent(viewer, "agentId", agent);
    try {
      const explanation = await tryAsk(db, { viewer, agentId, ...trial, at, now });
      const groups = await listGroups(db);
      return trialView(explanation, new Map(groups.map(({ id, name }) => [id, name])));
    } catch (error) {
      if (!(error instanceof CountersignError) || error.code !== "invalid_action") throw error;
      throw new FormFault({ params: paramsFaultWords(String(form.get("params")), error) });
    }
  });
}
