import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct } from "#app/web/forms/act";
import { readForm } from "#app/web/forms/run-action";
import type { DifferenceView } from "#components/policy/difference-list";
import { CountersignError } from "#lib/kernel/errors";
import { readDraft } from "#lib/policy/drafts/draft";
import { replaceDraft } from "#lib/policy/drafts/replace-draft";
import { readDocument } from "#lib/policy/file/document";
import { countChanges } from "#lib/policy/thresholds/compare-thresholds";
import { comparePolicies } from "#lib/policy/versions/compare";
import { versionInForce } from "#lib/policy/versions/versions";
import { differenceView } from "../difference-view.ts";
import { policyWords } from "../policy-view.ts";

const looking = z.object({ text: z.string() });
const previewed = looking.extend({
  revision: z.coerce.number().int(),
  version: z.coerce.number().int(),
});

/** The changes of an imported file, or its errors. */
export type Preview =
  | { faults: { line: number; path: string; message: string }[] }
  | {
      faults?: undefined;
      difference: DifferenceView;
      takenFrom: number;
      /** The live version and the draft's revision at the time of the preview. */
      version: number;
      revision: number;
      draftChanges: number;
    };

/** Looks at a file and changes nothing. */
export const importPreview = defineAct({
  name: "import/preview",
  roles: ["admin"],
  refreshes: [],
  perform: async (viewer, form): Promise<Preview> => {
    const { db } = runtime();
    const document = await readOrFaults(readForm(looking, form).text);
    if ("faults" in document) return document;
    const [inForce, draft] = await Promise.all([versionInForce(db), readDraft(db)]);
    const words = await policyWords(viewer, inForce, document);
    return {
      difference: differenceView(
        comparePolicies(inForce, document),
        { before: inForce, after: document },
        words,
      ),
      takenFrom: document.version,
      version: inForce.version,
      revision: draft.revision,
      draftChanges: countChanges(inForce, draft),
    };
  },
});

/** Imports the file to the draft, whole or not at all, exactly as previewed. */
export const importing = defineAct({
  name: "import/confirm",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: async (actor, form) => {
    const { db, clock } = runtime();
    const { text, revision, version } = readForm(previewed, form);
    const content = await readDocument(db, new TextEncoder().encode(text));
    await replaceDraft(db, { actor, content, revision, expectedVersion: version, now: clock() });
  },
});

async function readOrFaults(text: string) {
  try {
    return await readDocument(runtime().db, new TextEncoder().encode(text));
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== "invalid_input") throw error;
    return { faults: error.details.errors as Extract<Preview, { faults: object }>["faults"] };
  }
}
