import { z } from "zod";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { counted } from "#components/text/plural.ts";
import { acceptTools } from "#lib/boundary/registry/accept-tools";
import { requireShown } from "#lib/boundary/registry/shown-tools";
import { withoutHidden } from "#lib/text/single-line";
import type { Proposed } from "#lib/two-admins/propose-change";
import { known, look } from "./boundary-acts.ts";

const shown = z
  .array(z.strictObject({ name: z.string(), description: z.string(), schema: z.string() }))
  .min(1)
  .max(100);
const shownTools = z.string().transform((text, context) => {
  try {
    return shown.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: "custom", message: "must be a list of tools" });
    return z.NEVER;
  }
});

/** The passkey confirms each tool's hashes. A changed tool is refused by name, before and after. */
export const acceptance = defineConfirmedAction({
  name: "boundary/accept",
  roles: ["admin"],
  refreshes: ["/boundaries"],
  read: known.extend({ tools: shownTools }),
  look: async (viewer, { boundaryId, tools }, { db }) => {
    await requireShown(db, { boundaryId, tools });
    return look(viewer, { boundaryId });
  },
  about: ({ boundaryId }) => [boundaryId],
  question: ({ tools }, { name }) => ({
    title: `Accept ${counted(tools.length, "tool")} of ${name}?`,
    facts: toolFacts(tools),
    consequences: consequencesOfAcceptance,
    confirm: tools.length === 1 ? "Accept tool" : "Accept tools",
  }),
  run: async (db, by, fields): Promise<Proposed | undefined> => {
    const accepted = await acceptTools(db, { ...fields, ...by });
    return typeof accepted === "number" ? undefined : accepted;
  },
  proposes: "boundary.accept_tools",
  proposalWords: ({ boundary, name, tools }) => ({
    title: `Accept ${counted(tools.length, "tool")} of ${name}`,
    href: `/boundaries/${boundary}`,
    // The page and the dialog show the text of each tool (tool-texts.ts).
    facts: [],
    consequences: consequencesOfAcceptance,
  }),
});

const consequencesOfAcceptance = [
  "Calls to these tools are no longer held. Policy still decides about each call.",
  "If a tool changes again, its calls are held again.",
];

/** The tools by the server's names. */
function toolFacts(tools: { name: string }[]): { label: string; value: string }[] {
  const names = tools.map(({ name }) => withoutHidden(name));
  return [fact("Tools (unverified names)", names.join("\n"))];
}
