import { z } from "zod";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { longestNote, resolveExecution } from "#lib/boundary/executions/resolve-execution";
import { storableText } from "#lib/json/storable-text";

const resolution = z.object({
  requestId: idField("req"),
  finding: z.enum(["ran", "did_not_run"], { error: "Select an option" }),
  note: storableText(longestNote).trim().min(1, "Describe what you found"),
});

/** No passkey: the finding allows nothing, and the note names the person. */
export const executionResolution = defineAct({
  name: "execution/resolve",
  roles: "everyone",
  refreshes: ["/"],
  perform: withFields(resolution, resolveExecution),
});
