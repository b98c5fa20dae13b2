import { applyPatch } from "#client/json/patch";
import type { Json } from "#client/json/pointer";
import type { Database } from "#db/client";
import type { CommandReader } from "#lib/descriptors/commands/open-reader";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { descriptorDigest } from "#lib/descriptors/digests";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Action, Rendering } from "#lib/descriptors/render/rendering";
import { canonicalJson } from "#lib/json/canonical";
import { actionAmount } from "#lib/policy/action-types/action-amount";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { loadPolicy } from "#lib/policy/engine/load";
import { descriptorOf } from "../../descriptor-of.ts";
import { leavesOf } from "./bounds.ts";
import { placeOf } from "./differences.ts";
import type { StandingStatement } from "./statement.ts";

/** A value as the statement has it, in canonical JSON, and the descriptor's field for exactly its place. */
export interface BoundValue {
  text: string;
  field?: Rendering["fields"][number];
}

/** A place in the action, by JSON Pointer, with the signed value. Names in the pointer are the agent's. */
export interface BoundPlace {
  path: string;
  value: BoundValue;
}

/** An amount as the descriptor shows it; else a number in the agent's currency, or in the unit of a parameter. */
export type ShownAmount =
  | { text: string; original?: string }
  | { value: string; currency: string }
  | { value: string; unitOf: string };

type DifferingPlace = BoundPlace & ({ upTo: ShownAmount } | { oneOf: BoundValue[] });

/** What a standing approval covers, as its person reads it. */
export interface ShownBounds {
  mayDiffer: DifferingPlace[];
  same: BoundPlace[];
  /** Undefined for a type without an amount. */
  amountOf: ((amount: number) => ShownAmount) | undefined;
}

interface Reading {
  descriptor: Descriptor | undefined;
  commands: Partial<CommandReader>;
  entry: Pick<ActionType, "amountParam" | "currencyParam"> | undefined;
}

/** {@link shownBounds} with the descriptor that the statement names. */
export async function findShownBounds(db: Database, statement: StandingStatement): Promise<ShownBounds> {
  const policy = await loadPolicy(db, statement.policy_version);
  const named = descriptorOf(policy, statement.action.type)?.descriptor;
  const isSigned = named && descriptorDigest(named) === statement.display.descriptor?.digest;
  const descriptor = isSigned ? named : undefined;
  const entry = policy.catalog.get(statement.action.type);
  return shownBounds(statement, { descriptor, entry, commands: await readerFor(descriptor) });
}

/** How amounts of the type of an action are shown. Undefined for a type without an amount. */
export async function findAmountOf(
  db: Database,
  { action, policyVersion }: { action: StandingStatement["action"]; policyVersion: number },
): Promise<ShownBounds["amountOf"]> {
  const policy = await loadPolicy(db, policyVersion);
  const descriptor = descriptorOf(policy, action.type)?.descriptor;
  const by = { descriptor, entry: policy.catalog.get(action.type), commands: await readerFor(descriptor) };
  return shownBounds({ action, terms: { may_differ: [] } }, by).amountOf;
}

/** Each value of the signed action once: among those that may differ, or among those that stay the same. */
export function shownBounds(
  {
    action,
    terms,
  }: Pick<StandingStatement, "action"> & { terms: Pick<StandingStatement["terms"], "may_differ"> },
  { descriptor, commands, entry }: Reading,
): ShownBounds {
  // Another value is rendered in its place in the action, so it has the format of the signed one.
  const valueAt = (path: string, value: Json): BoundValue => {
    const changed = applyPatch(action as unknown as Json, [{ op: "replace", path, value }]);
    const { fields } = renderAction(changed as unknown as Action, descriptor, commands);
    const field = fields.find((one) => `/params${one.path}` === path);
    return { text: canonicalJson(value), ...(field && { field }) };
  };
  const currency = actionAmount(action, entry)?.currency;
  const amountAt = (path: string, amount: number): ShownAmount => {
    const { text, field } = valueAt(path, amount);
    if (field && hasUnit(field)) return field.shown;
    return currency === undefined ? { value: text, unitOf: path } : { value: text, currency };
  };
  const places = [...leavesOf(action)].map(([path, text]) => ({
    path,
    value: valueAt(path, JSON.parse(text)),
  }));
  const differing = new Map(terms.may_differ.map((difference) => [difference.path, difference]));
  const amountPath = placeOf(entry?.amountParam);
  return {
    mayDiffer: places.flatMap((place): DifferingPlace[] => {
      const difference = differing.get(place.path);
      if (!difference) return [];
      return "up_to" in difference
        ? [{ ...place, upTo: amountAt(place.path, difference.up_to) }]
        : [{ ...place, oneOf: difference.one_of.map((value) => valueAt(place.path, value)) }];
    }),
    same: places.filter(({ path }) => !differing.has(path)),
    amountOf: amountPath === undefined ? undefined : (amount) => amountAt(amountPath, amount),
  };
}

type Field = Rendering["fields"][number];

/** "1,250.00 USD" and "3 records" name their unit; "1,250" doesn't. */
function hasUnit(field: Field): field is Field & { shown: Extract<Field["shown"], { as: "value" }> } {
  return field.shown.as === "value" && /\p{L}|%/u.test(field.shown.text);
}
