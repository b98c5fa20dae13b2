import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { beforeAfter } from "#app/web/forms/proposal-words";
import { changeHeldTools } from "#lib/boundary/registry/change-held-tools";
import { type CreatedBoundary, createBoundary } from "#lib/boundary/registry/create-boundary";
import { type IssuedCode, issueBoundaryCode } from "#lib/boundary/registry/issue-code";
import { findBoundary } from "#lib/boundary/registry/list-boundaries";
import type { Viewer } from "#lib/sessions/session";
import { singleLine } from "#lib/text/single-line";
import type { Proposed } from "#lib/two-admins/propose-change";

/** For the confirming admin, who gets the enrollment code. */
const codeOnce =
  "You'll see the code once. Send it to the person who registers the boundary, over a channel only they can read.";

const boundary = z.object({ name: singleLine(80, "Enter a name"), heldTools: z.enum(["block", "step_up"]) });
export const known = z.object({ boundaryId: idField("bnd") });

const heldToolsWords = {
  block: "Blocked",
  step_up: "Need approval, each call",
};

export const creation = defineConfirmedAction({
  name: "boundary/create",
  roles: ["admin"],
  refreshes: ["/boundaries"],
  read: boundary,
  question: ({ name, heldTools }) => ({
    title: `Create ${name}?`,
    facts: [fact("Calls to held tools", heldToolsWords[heldTools])],
    consequences: consequencesOfCreation,
    confirm: "Create boundary",
  }),
  run: (db, by, fields): Promise<CreatedBoundary | Proposed> => createBoundary(db, { ...fields, ...by }),
  proposes: "boundary.create",
  proposalWords: ({ name, held_tools }) => ({
    title: `Create the boundary ${name}`,
    href: "/boundaries",
    facts: [fact("Calls to held tools", heldToolsWords[held_tools])],
    consequences: [...consequencesOfCreation, codeOnce],
  }),
});

const consequencesOfCreation = ["The enrollment code is shown once and is valid for 15 minutes."];

export const newCode = defineConfirmedAction({
  name: "boundary/code",
  roles: ["admin"],
  refreshes: [],
  read: known,
  look,
  about: ({ boundaryId }) => [boundaryId],
  question: (_, { name }) => ({
    title: `Create a code for ${name}?`,
    consequences: consequencesOfCode,
    confirm: "Create code",
  }),
  run: (db, by, { boundaryId }): Promise<IssuedCode | Proposed> =>
    issueBoundaryCode(db, { ...by, boundaryId }),
  proposes: "boundary.code",
  proposalWords: ({ boundary, name }) => ({
    title: `Create an enrollment code for ${name}`,
    href: `/boundaries/${boundary}`,
    facts: [],
    consequences: [...consequencesOfCode, codeOnce],
  }),
});

const consequencesOfCode = [
  "The key that is enrolled with the code replaces the boundary's key.",
  "The code is shown once and is valid for 15 minutes.",
];

export const heldToolsChange = defineConfirmedAction({
  name: "boundary/held-tools",
  roles: ["admin"],
  refreshes: ["/boundaries"],
  read: known.extend({ heldTools: boundary.shape.heldTools }),
  look: async (viewer, { boundaryId }, { db, now }) => {
    const { name, heldTools } = await findBoundary(db, { viewer, boundaryId, now });
    return { name, before: heldTools };
  },
  about: ({ boundaryId }) => [boundaryId],
  question: ({ heldTools }, { name, before }) => ({
    title: `Change held tools of ${name}?`,
    facts: beforeAfter(heldToolsWords[before], heldToolsWords[heldTools]),
    consequences: consequencesOfHeldTools(heldTools),
    confirm: "Change held tools",
  }),
  run: (db, by, { boundaryId, heldTools }, { before: seen }) =>
    changeHeldTools(db, { ...by, boundaryId, seen, heldTools }),
  proposes: "boundary.held_tools",
  proposalWords: ({ boundary, name, before, after }) => ({
    title: `Change held tools of ${name}`,
    href: `/boundaries/${boundary}`,
    facts: beforeAfter(heldToolsWords[before], heldToolsWords[after]),
    consequences: consequencesOfHeldTools(after),
  }),
});

function consequencesOfHeldTools(heldTools: "block" | "step_up"): string[] {
  return heldTools === "block"
    ? ["Calls to new and changed tools are blocked until you accept the tools."]
    : ["A person can approve calls to tools that no admin accepted. They're never auto-approved."];
}

export async function look(
  viewer: Viewer,
  { boundaryId }: { boundaryId: string },
): Promise<{ name: string }> {
  const { db, clock } = runtime();
  const { name } = await findBoundary(db, { viewer, boundaryId, now: clock() });
  return { name };
}
