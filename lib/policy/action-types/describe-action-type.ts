import { riskLabels } from "#lib/text/labels";
import type { ActionType } from "./action-type.ts";
import { jsonText } from "./json-text.ts";

/** One property of an action type. */
export interface ActionTypeFact {
  name: string;
  text: string;
}

/** All properties of an action type, in a fixed order. */
export function describeActionType(entry: ActionType): ActionTypeFact[] {
  return [
    { name: "Title", text: entry.title },
    { name: "Risk", text: riskLabels[entry.risk] },
    { name: "Amount", text: entry.amountParam ?? "None" },
    { name: "Currency or unit", text: entry.currencyParam ?? "None" },
    { name: "Parameters", text: jsonText(entry.schema) },
    { name: "Descriptor", text: entry.descriptor ? jsonText(entry.descriptor) : "None" },
  ];
}

/** The differences between two entries of one type, with the previous values. */
export function describeActionTypeChange(
  before: ActionType,
  after: ActionType,
): { name: string; before: string; after: string }[] {
  const earlier = describeActionType(before);
  return describeActionType(after).flatMap(({ name, text }, index) => {
    const old = earlier[index]?.text ?? "";
    return old === text ? [] : [{ name, before: old, after: text }];
  });
}
