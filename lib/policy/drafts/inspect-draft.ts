import type { Database } from "#db/client";
import { policyDraft } from "#db/schema/policy";
import { type Draft, findReadableDraft } from "./draft.ts";

/** The draft, or undefined when the stored one cannot be read. A change has to name `revision`. */
export type Inspection = { draft: Draft; revision: number } | { draft: undefined; revision: number };

/** The draft for pages, which must work with an unreadable draft. */
export async function inspectDraft(db: Database): Promise<Inspection> {
  const draft = await findReadableDraft(db);
  if (draft) return { draft, revision: draft.revision };
  const [row] = await db.select({ revision: policyDraft.revision }).from(policyDraft);
  return { draft, revision: row?.revision ?? 0 };
}
