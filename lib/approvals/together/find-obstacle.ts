import type { Database, Transaction } from "#db/client";
import type { Shown } from "#lib/descriptors/formats/format";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { CountersignError } from "#lib/kernel/errors";
import { loadPolicy } from "#lib/policy/engine/load";
import { uninspectedLabel } from "#lib/text/description-labels";
import type { Decidable } from "../find-decidable.ts";

/** Why a request is approved alone, and never together with others. */
export type Obstacle =
  | "destructive"
  | "unclassified"
  | "no_descriptor"
  | "not_described"
  | "not_inspected"
  | "number_matching";

/** The obstacles, for people. */
export const obstacleWords: Record<Obstacle, string> = {
  destructive: "Destructive actions are reviewed one at a time.",
  unclassified: "Unclassified actions are reviewed one at a time.",
  no_descriptor: "Actions without a description are reviewed one at a time.",
  not_described: "This action couldn't be described, so it's reviewed alone.",
  not_inspected: "This command can't be inspected, so it's reviewed alone.",
  number_matching: "This request needs number matching, so it's reviewed alone.",
};

/**
 * Why a request can't be approved with others. Computed from the action, never from a page.
 * @param request `policyVersion`: the live version, whose description approvers see.
 */
export async function findObstacle(
  db: Database | Transaction,
  request: Pick<Decidable, "action" | "policyVersion" | "safeguards">,
): Promise<Obstacle | undefined> {
  const { action, policyVersion, safeguards } = request;
  const entry = (await loadPolicy(db, policyVersion)).catalog.get(action.type);
  // Also with a built-in descriptor: no admin described the action.
  if (!entry) return "unclassified";
  if (!entry.descriptor) return "no_descriptor";
  if (entry.risk === "destructive") return "destructive";
  if (safeguards.numberMatching) return "number_matching";
  const rendering = renderAction(action, entry.descriptor, await readerFor(entry.descriptor));
  if (rendering.form !== "described") return "not_described";
  return isInspected(rendering) ? undefined : "not_inspected";
}

/** @throws {CountersignError} `conflict` */
export async function refuseObstacle(
  db: Database | Transaction,
  request: Parameters<typeof findObstacle>[1] & { requestId: string },
): Promise<void> {
  const obstacle = await findObstacle(db, request);
  if (!obstacle) return;
  throw new CountersignError("conflict", `${request.requestId} is approved alone: ${obstacle}`, {
    userMessage: obstacleWords[obstacle],
  });
}

function isInspected({ fields }: Rendering): boolean {
  return fields.every(({ shown }) => isShownInspected(shown));
}

function isShownInspected(shown: Shown): boolean {
  if (shown.as === "list") return shown.items.every(isShownInspected);
  if (shown.as === "table") return shown.rows.flat().every((cell) => cell === null || isShownInspected(cell));
  return shown.as !== "command" || shown.lines.every(({ label }) => label !== uninspectedLabel);
}
