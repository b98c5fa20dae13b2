import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { comparePolicies, type Difference } from "#lib/policy/versions/compare";
import { contentOf, type PolicyContent, versionInForce } from "#lib/policy/versions/versions";
import type { Viewer } from "#lib/sessions/session";
import { changeDraft } from "./draft.ts";

export interface Replacement {
  actor: Viewer;
  /** The result of `readDocument`: checked already, and again at publication. */
  content: PolicyContent;
  /** The content's base: has to be live, or the change would undo a later publication. */
  expectedVersion: number;
  revision: number | "latest";
  /** For the record: the policy token of the call. */
  tokenId?: string;
  now: Date;
}

export interface Replaced {
  revision: number;
  difference: Difference;
  /** What was replaced: the draft as it was, and the live version that it was compared with. */
  replaced: { draft: PolicyContent; inForce: PolicyContent };
}

/** Replaces the whole draft. @throws `conflict` when another version is live; else as {@link changeDraft} */
export async function replaceDraft(db: Database, replacement: Replacement): Promise<Replaced> {
  const { actor, content, expectedVersion, revision, tokenId, now } = replacement;
  const what = { change: "imported" as const, ...(tokenId === undefined ? {} : { policy_token: tokenId }) };
  let found: Omit<Replaced, "revision"> | undefined;
  const next = await changeDraft(db, { actor, revision, now, what }, async (draft, tx) => {
    const inForce = await versionInForce(tx);
    if (inForce.version !== expectedVersion) throw publishedSince(inForce.version, expectedVersion);
    found = { difference: comparePolicies(inForce, content), replaced: { draft, inForce } };
    return { ...contentOf(content), baseVersion: expectedVersion };
  });
  if (!found) throw new CountersignError("internal", "the draft was replaced by nothing");
  return { revision: next, ...found };
}

function publishedSince(inForce: number, expected: number): CountersignError {
  return new CountersignError("conflict", `version ${inForce} is live, not ${expected}`, {
    userMessage: `Version ${inForce} is live now, but this file is based on version ${expected}. Pull the latest version, reapply your changes and try again.`,
    details: { version: inForce },
  });
}
