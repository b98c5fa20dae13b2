import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct } from "#app/web/forms/act";
import { chosenAgent } from "#app/web/forms/resolve-person";
import { FormFault, readForm } from "#app/web/forms/run-action";
import { previewDraw } from "#lib/approvals/standing/approvals/preview-draw";
import { parseAsk } from "#lib/json/parse";
import { CountersignError } from "#lib/kernel/errors";
import { listGroups } from "#lib/people/list-groups";
import { actionSchema } from "#lib/policy/language/action";
import { tryAsk } from "#lib/requests/ask/try-ask";
import { placed, readTyped } from "../typed-json.ts";
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
      // The publication of a draft ends the standing approvals of what it changes.
      const isLive = action.policy === "in_force";
      const asked = { agentId, action: action.action, verdict: explanation.verdict, at };
      const draw = isLive ? await previewDraw(db, asked) : undefined;
      return trialView(explanation, new Map(groups.map(({ id, name }) => [id, name])), draw);
    } catch (error) {
      if (!(error instanceof CountersignError) || error.code !== "invalid_action") throw error;
      throw new FormFault({ params: paramsFaultWords(String(form.get("params")), error) });
    }
  },
});

const fields = z.object({
  policy: z.enum(["in_force", "draft"]),
  agentId: z.string().min(1, "Select an agent"),
  type: z.string().trim().min(1, "Enter an action type"),
  params: z.string(),
  resource: z.string().trim(),
  audience: z.string().trim(),
  at: z.union([z.literal(""), z.iso.datetime()], "Enter a date and time"),
});

/** Reads the simulator's form: an agent's ask, and the time. Without a time, now. */
export const trialFields = fields.transform(({ type, params, resource, audience, at, ...rest }, context) => {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  const read = readTyped(params, parseAsk);
  if (typeof read === "string") refuse("params", read);
  const action = actionSchema.safeParse({
    type,
    params: typeof read === "string" ? {} : read.value,
    ...(resource && { resource }),
    ...(audience && { audience }),
  });
  for (const { path, message } of action.error?.issues ?? []) refuse(String(path[0]), message);
  if (!action.success || typeof read === "string") return z.NEVER;
  return { ...rest, action: action.data, at: at === "" ? undefined : new Date(at) };
});

/** The places where the parameters violate the catalog's schema, one per line. */
export function paramsFaultWords(text: string, { details }: CountersignError): string {
  const faults = (Array.isArray(details.errors) ? details.errors : []) as { path: string; message: string }[];
  const lines = placed(text, "/action/params", faults);
  return `This request would be rejected with a 422 and nothing would be saved:\n${lines}`;
}
