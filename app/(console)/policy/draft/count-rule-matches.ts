"use server";

import { runtime } from "#app/runtime/runtime";
import { withChosenAgents } from "#app/web/forms/resolve-person";
import { FormFault, readForm } from "#app/web/forms/run-action";
import { currentViewer } from "#app/web/open-page";
import { newId } from "#lib/kernel/ids";
import { countMatches, type MatchCount } from "#lib/policy/replay/count-matches";
import { ruleFields } from "./rule-fields.ts";

/**
 * Counts for the typed rule. Undefined for an incomplete rule, and after the session has ended,
 * because a redirect would lose the typed text.
 */
export async function countRuleMatches(form: FormData): Promise<MatchCount | undefined> {
  const viewer = await currentViewer();
  if (!viewer?.roles.includes("admin")) return undefined;
  const { db, clock } = runtime();
  const now = clock();
  try {
    const typed = await withChosenAgents(viewer, form, "agents");
    typed.set("title", "Counted");
    const rule = readForm(ruleFields(newId("pol", now), undefined), typed, ["actions", "agents"]);
    return await countMatches(db, { viewer, rule, now });
  } catch (error) {
    if (error instanceof FormFault) return undefined;
    throw error;
  }
}
