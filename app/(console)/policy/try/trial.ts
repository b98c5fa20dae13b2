import { runtime } from "#app/runtime/runtime";
import { defineAct } from "#app/web/forms/act";
import { chosenAgent } from "#app/web/forms/resolve-person";
import { FormFault, readForm } from "#app/web/forms/run-action";
import { CountersignError } from "#lib/kernel/errors";
import { listGroups } from "#lib/people/list-groups";
import { tryAsk } from "#lib/requests/ask/try-ask";
import { paramsFaultWords, trialFields } from "./trial-fields.ts";
import { type TrialView, trialView } from "./trial-view.tsx";

/** The simulated outcome of an action. Reads only, and stores nothing. */
export const trial = defineAct({
  name: "policy/try",
  roles: ["admin", "approver", "auditor"],
  refreshes: [],
  perform: async (viewer, form): Promise<TrialView> => {
    const { db, clock } = runtime();
    const now = clock();
    const { at = now, agentId: agent, ...action } = readForm(trialFields, form);
    const agentId = await chosenAgent(viewer, "agentId", agent);
    try {
      const explanation = await tryAsk(db, { viewer, agentId, ...action, at, now });
      const groups = await listGroups(db);
      return trialView(explanation, new Map(groups.map(({ id, name }) => [id, name])));
    } catch (error) {
      if (!(error instanceof CountersignError) || error.code !== "invalid_action") throw error;
      throw new FormFault({ params: paramsFaultWords(String(form.get("params")), error) });
    }
  },
});
