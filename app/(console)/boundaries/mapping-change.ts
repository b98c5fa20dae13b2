import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { readField, readForm } from "#app/web/forms/run-action";
import { findLiveMapping } from "#lib/boundary/mapping/kept/mapping-for";
import { noMapping, readDocument } from "#lib/boundary/mapping/kept/read-document";
import { changedSince, type SavedVersion, saveMapping } from "#lib/boundary/mapping/kept/save-mapping";
import type { Viewer } from "#lib/sessions/session";
import type { Proposed } from "#lib/two-admins/propose-change";
import { known, look } from "./boundary-acts.ts";
import { mappingFacts, mappingWarnings } from "./mapping-facts.ts";

/** The passkey confirms the whole text and the replaced mapping. A page with an older mapping is refused. */
export const mappingChange = defineConfirmedAction({
  name: "boundary/mapping",
  roles: ["admin"],
  refreshes: ["/boundaries"],
  read: (form) => {
    const { written, ...fields } = readForm(known.extend({ seen: z.string(), written: z.string() }), form);
    const { text, digest } = readField("written", () => readDocument(written));
    return { ...fields, text, digest };
  },
  look: async (viewer, change) => {
    const looked = await lookAtLive(viewer, change);
    return { ...looked, warning: await mappingWarnings(change) };
  },
  about: ({ boundaryId, digest }) => [boundaryId, digest],
  question: ({ text }, { name, before, warning }) => ({
    title: `Change the mapping of ${name}?`,
    facts: [...mappingFacts(before, text), ...warning.facts],
    consequences: [...consequencesOfMapping(before, text), ...warning.consequences],
    confirm: "Change mapping",
  }),
  run: (db, by, { boundaryId, seen, text }): Promise<SavedVersion | Proposed> => {
    const change = { boundaryId, seen: seen === "" ? null : seen, written: text };
    return saveMapping(db, { ...change, ...by });
  },
  proposes: "boundary.mapping",
  proposalWords: async ({ boundary, name, before, after }) => {
    const warning = await mappingWarnings({ boundaryId: boundary, text: after });
    return {
      title: `${after === noMapping ? "End" : "Change"} the mapping of ${name}`,
      href: `/boundaries/${boundary}/mapping`,
      facts: [...mappingFacts(before, after), ...warning.facts],
      consequences: [...consequencesOfMapping(before, after), ...warning.consequences],
    };
  },
});

/** Ends a boundary's mapping with a version without rules, so that the boundary uses its own file. */
export const mappingEnd = defineConfirmedAction({
  name: "boundary/end-mapping",
  roles: ["admin"],
  refreshes: ["/boundaries"],
  read: known.extend({ seen: z.string() }),
  look: lookAtLive,
  about: ({ boundaryId }) => [boundaryId],
  question: (_, { name, before }) => ({
    title: `End the mapping of ${name}?`,
    facts: mappingFacts(before, noMapping),
    consequences: consequencesOfMapping(before, noMapping),
    confirm: "End mapping",
  }),
  run: async (db, by, { boundaryId, seen }): Promise<Proposed | undefined> => {
    const change = { boundaryId, seen, written: noMapping };
    const ended = await saveMapping(db, { ...change, ...by });
    return "proposalId" in ended ? ended : undefined;
  },
});

/** The live mapping, if unchanged since the page was shown. */
async function lookAtLive(viewer: Viewer, { boundaryId, seen }: { boundaryId: string; seen: string }) {
  const { name } = await look(viewer, { boundaryId });
  const live = await findLiveMapping(runtime().db, boundaryId);
  if ((live?.digest ?? "") !== seen) throw changedSince(boundaryId);
  return { name, before: live?.document ?? null };
}

/** The consequences of a version. `null` is no version, and `noMapping` ended a mapping. */
function consequencesOfMapping(before: string | null, after: string): string[] {
  const type = "A call gets the type that its rule names. Policy decides about that type.";
  const file =
    after === noMapping
      ? "The rules of the boundary's own file apply again. Without a file, calls get their default types."
      : "The rules of the boundary's own file no longer apply.";
  return [
    after === noMapping
      ? "From the next call, no mapping in Countersign applies."
      : "The new mapping applies from the next call.",
    "A waiting call that becomes another action doesn't run, and has to be repeated.",
    ...(after === noMapping ? [] : [type]),
    ...(after === noMapping || before === null || before === noMapping ? [file] : []),
  ];
}
