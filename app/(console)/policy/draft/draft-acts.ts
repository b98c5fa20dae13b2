import { z } from "zod";
import { faultsInPlace } from "#app/(console)/policy/field-errors";
import { runtime } from "#app/runtime/runtime";
import { defineAct } from "#app/web/forms/act";
import { withChosenAgents } from "#app/web/forms/resolve-person";
import { readForm } from "#app/web/forms/run-action";
import { withFields } from "#app/web/forms/with-fields";
import { newId } from "#lib/kernel/ids";
import { discardDraft } from "#lib/policy/drafts/discard-draft";
import { readDraft } from "#lib/policy/drafts/draft";
import { enforceRule } from "#lib/policy/drafts/enforce-rule";
import { removeRule } from "#lib/policy/drafts/remove-rule";
import { restoreRule } from "#lib/policy/drafts/restore-rule";
import { restoreVersion } from "#lib/policy/drafts/restore-version";
import { saveRule } from "#lib/policy/drafts/save-rule";
import { setDefaultOutcome } from "#lib/policy/drafts/set-default-outcome";
import { setUnclassified } from "#lib/policy/drafts/set-unclassified";
import { defaultOutcomeSchema, unclassifiedSchema } from "#lib/policy/language/rule";
import { ruleFields } from "./rule-fields.ts";

const seen = z.object({ revision: z.coerce.number().int() });
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

export const ruleRemoval = defineAct({
  name: "draft/remove-rule",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: withFields(which, removeRule),
});

export const ruleRestoring = defineAct({
  name: "draft/restore-rule",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: withFields(which, restoreRule),
});

export const ruleEnforcing = defineAct({
  name: "draft/enforce-rule",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: withFields(which, enforceRule),
});

export const defaultOutcomeChange = defineAct({
  name: "draft/default-outcome",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: withFields(seen.extend({ defaultOutcome: defaultOutcomeSchema }), setDefaultOutcome),
});

export const unclassifiedChange = defineAct({
  name: "draft/unclassified",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: withFields(seen.extend({ unclassified: unclassifiedSchema }), setUnclassified),
});

export const versionRestoring = defineAct({
  name: "draft/restore-version",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: withFields(seen.extend({ version: z.coerce.number().int() }), restoreVersion),
});

export const draftDiscarding = defineAct({
  name: "draft/discard",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: withFields(seen, discardDraft),
});
