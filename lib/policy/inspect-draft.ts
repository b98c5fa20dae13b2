import type { Database } from "#db/client";
import { policyDraft } from "#db/schema/policy";
import { CountersignError } from "#lib/errors";
import { type Draft, readDraft } from "./draft.ts";

/** The draft, or that what is stored cannot be read. `revision` is what a change has to name. */
export type Inspection = { draft: Draft; revision: number } | { draft: undefined; revision: number };

/** The draft for pages, which have to be there even when it cannot be read. */
export async function inspectDraft(db: Database): Promise<Inspection> {
  try {
    const draft = await readDraft(db);
    return { draft, revision: draft.revision };
  } catch (thrown) {
    if (!(thrown instanceof CountersignError) || thrown.code !== "conflict") throw thrown;
    const [row] = await db.select({ revision: policyDraft.revision }).from(policyDraft);
    return { draft: undefined, revision: row?.revision ?? 0 };
  }
}
