import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { FormFault, readForm } from "#app/web/forms/run-action";
import { findLiveMapping } from "#lib/boundary/mappings/mapping-for";
import { readDocument } from "#lib/boundary/mappings/read-document";
import { changedSince, type SavedVersion, saveMapping } from "#lib/boundary/mappings/save-mapping";
import { CountersignError } from "#lib/errors";
import type { Proposed } from "#lib/two-admins/propose-change";
import { known, look } from "./boundary-acts.ts";
import { mappingFacts } from "./mapping-facts.ts";

/**
 * Saves a mapping: the passkey confirms the whole text, and the live mapping that it replaces. A page
 * that shows an older mapping is refused before a passkey is asked for.
 */
export const mappingChange = defineConfirmedAction({
  read: (form) => {
    const { written, ...fields } = readForm(known.extend({ seen: z.string(), written: z.string() }), form);
    return { ...fields, ...readMappingField(written) };
  },
  look: async (viewer, { boundaryId, seen }) => {
    const { name } = await look(viewer, { boundaryId });
    const live = await findLiveMapping(runtime().db, boundaryId);
    if ((live?.digest ?? "") !== seen) throw changedSince(boundaryId);
    return { name, before: live?.document ?? null };
  },
  name: ({ boundaryId, digest }) => `boundary/mapping/${boundaryId}/${digest}`,
  question: ({ text }, { name, before }) => ({
    title: `Change the mapping of ${name}?`,
    facts: mappingFacts(before, text),
    consequences: consequencesOfMapping(before),
    confirm: "Change mapping",
  }),
  run: (actor, { boundaryId, seen, text }, _, confirmedWith): Promise<SavedVersion | Proposed> => {
    const { db, clock } = runtime();
    const change = { boundaryId, seen: seen === "" ? null : seen, written: text };
    return saveMapping(db, { actor, confirmedWith, ...change, now: clock() });
  },
});

function readMappingField(written: string): { text: string; digest: string } {
  try {
    const { text, digest } = readDocument(written);
    return { text, digest };
  } catch (thrown) {
    if (!(thrown instanceof CountersignError) || thrown.code !== "invalid_input") throw thrown;
    throw new FormFault({ written: thrown.userMessage });
  }
}

export function consequencesOfMapping(before: string | null): string[] {
  return [
    "Applies to the next call. Calls that wait for a decision have to be asked for again if they change.",
    "A call gets the type that its rule names. Policy decides about that type.",
    ...(before === null ? ["The boundary no longer uses the mapping in its own file."] : []),
  ];
}
