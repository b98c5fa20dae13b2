import { riskLabels } from "#lib/text/labels";
import type { ActionType } from "./action-type.ts";
import { compareDescriptors, describeDescriptor } from "./describe-descriptor.ts";
import { jsonText } from "./json-text.ts";

export interface ActionTypeFact {
  name: string;
  text: string;
}

/** An action type's properties, in a fixed order. */
export function describeActionType(entry: ActionType): ActionTypeFact[] {
  return [
    { name: "Title", text: entry.title },
    { name: "Risk", text: riskLabels[entry.risk] },
    { name: "Amount", text: entry.amountParam ?? "None" },
    { name: "Currency or unit", text: entry.currencyParam ?? "None" },
    { name: "Deny reasons", text: denyReasonsText(entry) },
    { name: "Parameters", text: jsonText(entry.schema) },
    ...(entry.descriptor
      ? describeDescriptor(entry.descriptor).map(inDescriptor)
      : [{ name: "Descriptor", text: "None" }]),
  ];
}

function denyReasonsText({ denyReasons }: ActionType): string {
  return denyReasons?.map(({ code, text }) => `${text} (${code})`).join(" · ") ?? "Default";
}

/** A difference. Only parts of a descriptor can be on one side alone. */
export interface ActionTypeChange {
  name: string;
  before?: string;
  after?: string;
}

/** The differences between two entries of a type, with previous values. */
export function describeActionTypeChange(before: ActionType, after: ActionType): ActionTypeChange[] {
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
