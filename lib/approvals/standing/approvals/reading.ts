import crypto from "node:crypto";
import type { Database } from "#db/client";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { countedAmount } from "#lib/policy/action-types/action-amount";
import { loadPolicy } from "#lib/policy/engine/load";
import type { Action } from "#lib/policy/language/action";
import { descriptorOf } from "../../descriptor-of.ts";
import { type Bounds, type Difference, leavesOf, outsideAt, outsidePlaces } from "./bounds.ts";
import type { Considered } from "./considered.ts";
import type { Draft } from "./draft.ts";

type Approved = Pick<Considered, "requestId" | "action">;

/** Why an approved request is read before a person signs: the extremes, and one by chance. */
type Why = "largest" | "newest_value" | "random";

/** An approved request to read in full. */
export interface ToRead extends Pick<Considered, "requestId" | "at"> {
  why: Why[];
  rendering: Rendering;
}

/** Approved requests to read in full, besides the one that was read, as the live policy shows them. */
export async function findToRead(db: Database, { subject, considered, mayDiffer }: Draft): Promise<ToRead[]> {
  const policy = await loadPolicy(db, subject.policyVersion);
  const entry = policy.catalog.get(subject.action.type);
  const descriptor = descriptorOf(policy, subject.action.type)?.descriptor;
  const commands = await readerFor(descriptor);
  const chosen = chooseToRead(considered, {
    ...{ readId: subject.requestId, bounds: { action: subject.action, may_differ: mayDiffer } },
    amountOf: (action) => countedAmount(action, entry)?.amount,
    // Unpredictable, so that no agent knows which request a person reads.
    pick: (among) => crypto.randomInt(among),
  });
  return chosen.map(({ requestId, at, action, why }) => {
    return { requestId, at, why, rendering: renderAction(action, descriptor, commands) };
  });
}

/**
 * Chooses, of the requests within the bounds, the one with the largest amount, and one by chance; and the
 * newest with the value that was first seen last at the place that differs, also if its amount is above the
 * bounds: none within them may have that value. A request that is two of these is chosen once.
 * @param considered newest first
 */
export function chooseToRead<One extends Approved>(
  considered: readonly One[],
  by: {
    readId: string;
    bounds: Bounds;
    amountOf: (action: Action) => number | undefined;
    /** An index below the number of requests. */
    pick: (among: number) => number;
  },
): (One & { why: Why[] })[] {
  const amounts = by.bounds.may_differ.flatMap((one) => ("up_to" in one ? [one.path] : []));
  const alike = considered.filter(({ action }) =>
    outsidePlaces(by.bounds, action).every((path) => amounts.includes(path)),
  );
  const basis = alike.filter(({ action }) => outsideAt(by.bounds, action) === undefined);
  const isOther = ({ requestId }: One) => requestId !== by.readId;
  const others = basis.filter(isOther);
  const largest = Math.max(...basis.map(({ action }) => by.amountOf(action) ?? 0));
  const hasNewest = newestValue(alike, by.bounds.may_differ);
  const extremes: [Why, One | undefined][] = [
    ["largest", others.find(({ action }) => by.amountOf(action) === largest)],
    ["newest_value", hasNewest && alike.filter(isOther).find(hasNewest)],
  ];
  const rest = others.filter((one) => !extremes.some(([, extreme]) => extreme === one));
  const random = rest.length > 0 ? rest[by.pick(rest.length)] : undefined;
  const chosen = [...extremes, ["random", random] as const];
  return [...new Set(chosen.map(([, one]) => one))].flatMap((one) =>
    one ? [{ ...one, why: chosen.filter(([, other]) => other === one).map(([why]) => why) }] : [],
  );
}

/** Whether a request has the value that was first seen last, at the place with one of several values. */
function newestValue(
  alike: readonly Approved[],
  mayDiffer: readonly Difference[],
): ((one: Approved) => boolean) | undefined {
  const path = mayDiffer.find((difference) => "one_of" in difference)?.path;
  if (path === undefined) return undefined;
  const seenValue = ({ action }: Approved) => leavesOf(action).get(path);
  const firstSeen = new Map(alike.map((one, index) => [seenValue(one), index]));
  const [newest] = [...firstSeen].sort(([, one], [, other]) => one - other);
  return newest && ((one) => seenValue(one) === newest[0]);
}
