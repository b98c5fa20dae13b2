import { z } from "zod";
import { faultsInPlace } from "#app/(console)/policy/draft-act";
import { runtime } from "#app/runtime/runtime";
import { defineAct } from "#app/web/forms/act";
import { withChosenAgents } from "#app/web/forms/resolve-person";
import { readForm } from "#app/web/forms/run-action";
import { newId } from "#lib/kernel/ids";
import { discardDraft } from "#lib/policy/drafts/discard-draft";
import { readDraft } from "#lib/policy/drafts/draft";
import { enforceRule, removeRule, restoreRule, saveRule } from "#lib/policy/drafts/draft-rules";
import { setDefaultOutcome, setUnclassified } from "#lib/policy/drafts/draft-settings";
import { restoreVersion } from "#lib/policy/drafts/restore-version";
import { defaultOutcomeSchema, unclassifiedSchema } from "#lib/policy/language/rule";
import { defineDraftAct, seen } from "../draft-act.ts";
import { ruleFields } from "./rule-fields.ts";

const which = seen.extend({ ruleId: z.string() });

export const ruleSaving = defineAct({
  name: "draft/save-rule",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: async (actor, form) => {
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
  },
});

export const ruleRemoval = defineDraftAct("draft/remove-rule", which, removeRule);

export const ruleRestoring = defineDraftAct("draft/restore-rule", which, restoreRule);

export const ruleEnforcing = defineDraftAct("draft/enforce-rule", which, enforceRule);

export const defaultOutcomeChange = defineDraftAct(
  "draft/default-outcome",
  seen.extend({ defaultOutcome: defaultOutcomeSchema }),
  setDefaultOutcome,
);

export const unclassifiedChange = defineDraftAct(
  "draft/unclassified",
  seen.extend({ unclassified: unclassifiedSchema }),
  setUnclassified,
);

export const versionRestoring = defineDraftAct(
  "draft/restore-version",
  seen.extend({ version: z.coerce.number().int() }),
  restoreVersion,
);

export const draftDiscarding = defineDraftAct("draft/discard", seen, discardDraft);
