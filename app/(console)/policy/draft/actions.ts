"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { faultsInPlace } from "#app/(console)/policy/field-errors";
import { runtime } from "#app/runtime/runtime";
import { withChosenAgents } from "#app/web/forms/resolve-person";
import { FormFault, readForm } from "#app/web/forms/run-action";
import { runAsViewer } from "#app/web/forms/run-as-viewer";
import { currentViewer } from "#app/web/session/viewer";
import type { ActionState } from "#components/forms/action-state.ts";
import { newId } from "#lib/kernel/ids";
import { discardDraft } from "#lib/policy/drafts/discard-draft";
import { readDraft } from "#lib/policy/drafts/draft";
import { removeRule } from "#lib/policy/drafts/remove-rule";
import { restoreRule } from "#lib/policy/drafts/restore-rule";
import { saveRule } from "#lib/policy/drafts/save-rule";
import { setDefaultOutcome } from "#lib/policy/drafts/set-default-outcome";
import { setUnclassified } from "#lib/policy/drafts/set-unclassified";
import { defaultOutcomeSchema, unclassifiedSchema } from "#lib/policy/language/rule";
import { countMatches, type MatchCount } from "#lib/policy/replay/count-matches";
import { ruleFields } from "./rule-fields.ts";

const seen = z.object({ revision: z.coerce.number().int() });

export async function save(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const now = clock();
    const { revision } = readForm(seen, form);
    const typed = await withChosenAgents(actor, form, "agents");
    const was = (await readDraft(db)).rules.find(({ id }) => id === form.get("id"));
    const rule = readForm(ruleFields(newId("pol", now), was), typed, ["actions", "agents"]);
    await faultsInPlace(
      () => saveRule(db, { actor, rule, revision, now }),
      ({ path }) => path || "rule",
    );
    revalidatePath("/policy", "layout");
  });
}

/**
 * Counts for the rule as typed; undefined until it is a whole rule, and after the session has
 * ended: a redirect would lose what is typed. The name doesn't matter.
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

export async function remove(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const fields = readForm(seen.extend({ ruleId: z.string() }), form);
    await removeRule(db, { actor, ...fields, now: clock() });
    revalidatePath("/policy", "layout");
  });
}

export async function restore(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const fields = readForm(seen.extend({ ruleId: z.string() }), form);
    await restoreRule(db, { actor, ...fields, now: clock() });
    revalidatePath("/policy", "layout");
  });
}

export async function changeDefault(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const fields = readForm(seen.extend({ defaultOutcome: defaultOutcomeSchema }), form);
    await setDefaultOutcome(db, { actor, ...fields, now: clock() });
    revalidatePath("/policy", "layout");
  });
}

export async function changeUnclassified(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    const fields = readForm(seen.extend({ unclassified: unclassifiedSchema }), form);
    await setUnclassified(db, { actor, ...fields, now: clock() });
    revalidatePath("/policy", "layout");
  });
}

export async function discard(_previous: ActionState, form: FormData): Promise<ActionState> {
  return runAsViewer(["admin"], async (actor) => {
    const { db, clock } = runtime();
    await discardDraft(db, { actor, ...readForm(seen, form), now: clock() });
    revalidatePath("/policy", "layout");
  });
}
