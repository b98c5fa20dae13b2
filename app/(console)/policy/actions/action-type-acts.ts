import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct } from "#app/web/forms/act";
import { readForm } from "#app/web/forms/run-action";
import { removeActionType, saveActionType } from "#lib/policy/drafts/draft-action-types";
import { defineDraftAct, seen } from "../draft-act.ts";
import { actionTypeFields, prepareTyped } from "./action-type-fields.ts";

export const actionTypeSaving = defineAct({
  name: "draft/save-action-type",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: async (actor, form) => {
    const { db, clock } = runtime();
    const { revision, isNew } = readForm(seen.extend({ isNew: z.stringbool() }), form);
    const entry = readForm(actionTypeFields(await prepareTyped(form)), form);
    await saveActionType(db, { actor, entry, isNew, revision, now: clock() });
  },
});

export const actionTypeRemoval = defineDraftAct(
  "draft/remove-action-type",
  seen.extend({ type: z.string() }),
  removeActionType,
);
