import type { Database } from "#db/client";
import { requireShown } from "#lib/boundary/registry/shown-tools";
import type { ProposedChange } from "#lib/proposals/proposed-change";

/**
 * The tools that a change accepts, each with the complete text of exactly the proposed hashes. What
 * the tools' server lists may change between two looks; the confirming admin reads what they confirm.
 * @throws {CountersignError} `conflict` if a tool isn't listed as it was proposed
 */
export async function toolTexts(
  db: Database,
  change: ProposedChange,
): Promise<{ label: string; value: string }[]> {
  if (change.act !== "boundary.accept_tools") return [];
  const texts = await requireShown(db, { boundaryId: change.boundary, tools: change.tools });
  return texts.map(({ seenText }, index) => ({
    label: `Tool ${index + 1} (unverified)`,
    value: JSON.stringify(JSON.parse(seenText), undefined, 2),
  }));
}
