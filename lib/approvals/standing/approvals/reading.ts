import crypto from "node:crypto";
import type { Database } from "#db/client";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { countedAmount } from "#lib/policy/action-types/action-amount";
import { loadPolicy } from "#lib/policy/engine/load";
import type { Action } from "#lib/policy/language/action";
import { descriptorOf } from "../../descriptor-of.ts";
import { type Difference, leavesOf } from "./bounds.ts";
import type { Considered } from "./considered.ts";
import type { Draft } from "./draft.ts";

type Approved = Pick<Considered, "requestId" | "action">;

/** Why an approved request is read before a person signs: the extremes of the basis, and one by chance. */
type Why = "largest" | "newest_value" | "random";

/** An approved request to read in full. */
export interface ToRead extends Pick<Considered, "requestId" | "at"> {
  why: Why[];
  rendering: Rendering;
}

/** The requests of the basis to read in full, besides the one that was read, as the live policy shows them. */
export async function findToRead(db: Database, { subject, basis, mayDiffer }: Draft): Promise<ToRead[]> {
  const policy = await loadPolicy(db, subject.policyVersion);
  const entry = policy.catalog.get(subject.action.type);
  const descriptor = descriptorOf(policy, subject.action.type)?.descriptor;
  const commands = await readerFor(descriptor);
  const chosen = chooseToRead(basis, {
    ...{ readId: subject.requestId, mayDiffer },
    amountOf: (action) => countedAmount(action, entry)?.amount,
    // Unpredictable, so that no agent knows which request a person reads.
    pick: (among) => crypto.randomInt(among),
  });
  return chosen.map(({ requestId, at, action, why }) => {
    return { requestId, at, why, rendering: renderAction(action, descriptor, commands) };
  });
}

/**
 * Chooses the request with the largest amount, one with the value that was first seen last at the place that
 * differs, and one of the others. A request that is both is chosen once.
 * @param basis newest first
 */
export function chooseToRead<One extends Approved>(
  basis: readonly One[],
  by: {
    readId: string;
    mayDiffer: readonly Difference[];
    amountOf: (action: Action) => number | undefined;
    /** An index below the number of requests. */
    pick: (among: number) => number;
  },
): (One & { why: Why[] })[] {
  const others = basis.filter(({ requestId }) => requestId !== by.readId);
  const largest = Math.max(...basis.map(({ action }) => by.amountOf(action) ?? 0));
  const newest = newestValue(basis, by.mayDiffer);
  const extremes: [Why, One | undefined][] = [
    ["largest", others.find(({ action }) => by.amountOf(action) === largest)],
    [
      "newest_value",
      newest && others.find(({ action }) => leavesOf(action).get(newest.path) === newest.value),
    ],
  ];
  const rest = others.filter((one) => !extremes.some(([, extreme]) => extreme === one));
  const random = rest.length > 0 ? rest[by.pick(rest.length)] : undefined;
  const chosen = [...extremes, ["random", random] as const];
  return [...new Set(chosen.map(([, one]) => one))].flatMap((one) =>
    one ? [{ ...one, why: chosen.filter(([, other]) => other === one).map(([why]) => why) }] : [],
  );
}

/** The value that was first seen last at the place with one of several values. */
function newestValue(
  basis: readonly Approved[],
  mayDiffer: readonly Difference[],
): { path: string; value: string } | undefined {
  const path = mayDiffer.find((difference) => "one_of" in difference)?.path;
  if (path === undefined) return undefined;
  const firstSeen = new Map<string, number>();
  for (const [index, { action }] of basis.entries())
    firstSeen.set(leavesOf(action).get(path) ?? "null", index);
  const [newest] = [...firstSeen].sort(([, one], [, other]) => one - other);
  return newest && { path, value: newest[0] };
}
