import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { idField } from "#app/web/forms/id-field";
import { readForm } from "#app/web/forms/run-action";
import { counted } from "#components/text/plural.ts";
import { createBoundary } from "#lib/boundary/registry/create-boundary";
import { issueBoundaryCode } from "#lib/boundary/registry/enrollment/issue-code";
import { findBoundary } from "#lib/boundary/registry/list-boundaries";
import { acceptTools, requireShown } from "#lib/boundary/registry/tools/accept-tools";
import type { Viewer } from "#lib/sessions/session";
import { singleLine } from "#lib/text/single-line";

const boundary = z.object({ name: singleLine(80), heldTools: z.enum(["block", "step_up"]) });
const known = z.object({ boundaryId: idField("bnd") });

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

export const heldToolsWords = {
  block: "Blocked",
  step_up: "Need approval, each call",
};

/** Creates a boundary and its enrollment code. */
export const creation = defineConfirmedAction({
  read: (form) => readForm(boundary, form),
  name: () => "boundary/create",
  question: ({ name, heldTools }) => ({
    title: `Create ${name}?`,
    facts: [{ label: "Calls to held tools", value: heldToolsWords[heldTools] }],
    consequences: ["The enrollment code is shown once and is valid for 15 minutes."],
    confirm: "Create boundary",
  }),
  run: (actor, fields) => {
    const { db, clock } = runtime();
    return createBoundary(db, { actor, ...fields, now: clock() });
  },
});

/** Creates another enrollment code for a boundary. */
export const newCode = defineConfirmedAction({
  read: (form) => readForm(known, form),
  look,
  name: ({ boundaryId }) => `boundary/code/${boundaryId}`,
  question: (_, { name }) => ({
    title: `Create a code for ${name}?`,
    consequences: [
      "The key that is enrolled with the code replaces the boundary's key.",
      "The code is shown once and is valid for 15 minutes.",
    ],
    confirm: "Create code",
  }),
  run: (actor, { boundaryId }) => {
    const { db, clock } = runtime();
    return issueBoundaryCode(db, { actor, boundaryId, now: clock() });
  },
});

/**
 * Accepts tools exactly as they were shown: the hashes of each are part of what the passkey confirms.
 * A tool that changed since is refused by name, before and after the confirmation.
 */
export const acceptance = defineConfirmedAction({
  read: (form) => readForm(known.extend({ tools: shownTools }), form),
  look: async (viewer, { boundaryId, tools }) => {
    await requireShown(runtime().db, { boundaryId, tools });
    return look(viewer, { boundaryId });
  },
  name: ({ boundaryId }) => `boundary/accept/${boundaryId}`,
  question: ({ tools }, { name }) => ({
    title: `Accept ${counted(tools.length, "tool")} of ${name}?`,
    consequences: [
      "Calls to these tools are no longer held. Policy still decides about each call.",
      "If a tool changes again, its calls are held again.",
    ],
    confirm: tools.length === 1 ? "Accept tool" : "Accept tools",
  }),
  run: async (actor, fields) => {
    const { db, clock } = runtime();
    await acceptTools(db, { actor, ...fields, now: clock() });
  },
});

async function look(viewer: Viewer, { boundaryId }: { boundaryId: string }): Promise<{ name: string }> {
  const { db, clock } = runtime();
  const { name } = await findBoundary(db, { viewer, boundaryId, now: clock() });
  return { name };
}
