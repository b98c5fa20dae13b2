import type { Descriptor } from "#lib/descriptors/descriptor";
import { riskLabels } from "#lib/text/labels";
import { signersInSentence } from "#lib/text/standing-signers";
import type { ActionType } from "./action-type.ts";
import { jsonText } from "./json-text.ts";
import { signersOf } from "./standing-ceiling.ts";

type Field = Descriptor["fields"][number];

/** A part of an action type, such as its title or a field of its descriptor. */
interface Part {
  name: string;
  text: string;
}

/** A difference: in the later version, the earlier, or both. */
export interface PartChange {
  name: string;
  before?: string;
  after?: string;
}

/** A descriptor's parts, in order, with unique names. */
export function describeDescriptor(descriptor: Descriptor | undefined): Part[] {
  if (!descriptor) return [];
  const { intent, sentence, fields, tests = [] } = descriptor;
  return [
    { name: "Intent", text: intent },
    ...(sentence === undefined ? [] : [{ name: "Sentence", text: sentence }]),
    ...fields.map((field) => ({ name: `Field ${field.path}`, text: fieldText(field) })),
    ...tests.map((given, index) => ({ name: `Test ${index + 1}`, text: jsonText(given) })),
  ];
}

/** The differences between two descriptors, at least one. A field is identified by its path. */
export function compareDescriptors(
  before: Descriptor | undefined,
  after: Descriptor | undefined,
): PartChange[] {
  const earlier = new Map(describeDescriptor(before).map(({ name, text }) => [name, text]));
  const later = new Map(describeDescriptor(after).map(({ name, text }) => [name, text]));
  const changed = [...later].flatMap(([name, text]): PartChange[] => {
    const old = earlier.get(name);
    if (old === text) return [];
    return [old === undefined ? { name, after: text } : { name, before: old, after: text }];
  });
  const removed = [...earlier].filter(([name]) => !later.has(name));
  return [
    ...changed,
    ...removed.map(([name, text]) => ({ name, before: text })),
    ...orderChange(before, after),
  ];
}

// Approvers read the fields in order.
function orderChange(before: Descriptor | undefined, after: Descriptor | undefined): PartChange[] {
  const [old, now] = [pathsOf(before), pathsOf(after)];
  const orderOf = (paths: string[], others: string[]) =>
    paths.filter((path) => others.includes(path)).join(", ");
  const order = { name: "Order of fields", before: orderOf(old, now), after: orderOf(now, old) };
  return order.before === order.after ? [] : [order];
}

function pathsOf(descriptor: Descriptor | undefined): string[] {
  return (descriptor?.fields ?? []).map(({ path }) => path);
}

function fieldText({ label, format, params, optional, visible = "always", editable }: Field): string {
  return [
    label,
    Object.keys(params ?? {}).length > 0 ? `${format} ${onOneLine(params)}` : format,
    ...(optional ? ["can be missing"] : []),
    ...(visible === "always" ? [] : [visibleWords(visible)]),
    ...(editable ? ["can be edited"] : []),
  ].join(" · ");
}

function visibleWords(visible: { mustBe: unknown } | { unless: unknown }): string {
  return "mustBe" in visible
    ? `never shown, must be ${onOneLine(visible.mustBe)}`
    : `hidden if it is ${onOneLine(visible.unless)}`;
}

// Line ends within a text are escaped in JSON.
function onOneLine(value: unknown): string {
  return jsonText(value).replace(/\n */g, " ");
}

/** An action type's properties, in a fixed order. */
export function describeActionType(entry: ActionType): Part[] {
  return [
    { name: "Title", text: entry.title },
    { name: "Risk", text: riskLabels[entry.risk] },
    { name: "Amount", text: entry.amountParam ?? "None" },
    { name: "Currency or unit", text: entry.currencyParam ?? "None" },
    { name: "Deny reasons", text: denyReasonsText(entry) },
    { name: "Standing approvals", text: standingText(entry) },
    { name: "Parameters", text: jsonText(entry.schema) },
    ...(entry.descriptor
      ? describeDescriptor(entry.descriptor).map(inDescriptor)
      : [{ name: "Descriptor", text: "None" }]),
  ];
}

function denyReasonsText({ denyReasons }: ActionType): string {
  return denyReasons?.map(({ code, text }) => `${text} (${code})`).join(" · ") ?? "Default";
}

function standingText({ standing }: ActionType): string {
  if (!standing) return "Not allowed";
  const { days, count, amount, total, secondAdminAbove } = standing;
  const amounts = amount === undefined ? [] : [`${amount} each`, `${total} in total`];
  const limits = [`Up to ${days} ${days === 1 ? "day" : "days"}`, `${count} requests`, ...amounts];
  const second = secondAdminAbove === undefined ? [] : [`a second admin above ${secondAdminAbove}`];
  return [...limits, ...second, `signed by ${signersInSentence(signersOf(standing))}`].join(" · ");
}

/** The differences between two entries of a type, with previous values. */
export function describeActionTypeChange(before: ActionType, after: ActionType): PartChange[] {
  const { descriptor: old, ...earlier } = before;
  const { descriptor: now, ...later } = after;
  const facts = describeActionType(earlier);
  const changed = describeActionType(later).flatMap(({ name, text }, index) => {
    const previous = facts[index]?.text ?? "";
    return previous === text ? [] : [{ name, before: previous, after: text }];
  });
  return [...changed, ...compareDescriptors(old, now).map(inDescriptor)];
}

function inDescriptor<Part extends { name: string }>(part: Part): Part {
  return { ...part, name: `Descriptor, ${part.name.charAt(0).toLowerCase()}${part.name.slice(1)}` };
}
