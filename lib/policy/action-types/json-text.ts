import { isRecord } from "./schema/schema-keywords.ts";

/** The first members, in this order; the rest by name. */
const first = [
  ...["countersign_policy", "version", "default_outcome", "unclassified", "action_types", "rules"],
  ...["id", "type", "title", "outcome", "risk", "description", "amountParam", "currencyParam", "schema"],
  ...["descriptor", "intent", "sentence", "fields", "tests"],
  ...["path", "label", "format", "params", "optional", "visible"],
  ...["actions", "conditions", "kind", "param", "properties", "required"],
];
const rank = new Map(first.map((name, index) => [name, index]));

/** Members whose own members people name: sorted by name alone. */
const free = new Set(["properties", "patternProperties", "$defs", "dependentSchemas", "dependentRequired"]);

/** JSON for people and version control: a member a line, in one order, with hidden characters escaped. */
export function jsonText(value: unknown): string {
  return JSON.stringify(inOrder(value, false), null, 2).replace(hidden, (character) =>
    character.split("").map(escaped).join(""),
  );
}

// Except line ends and spaces of the layout, the only characters between strings.
const hidden = /(?![\n ])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function inOrder(value: unknown, isFree: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => inOrder(item, false));
  if (!isRecord(value)) return value;
  const names = Object.keys(value).sort((one, other) => compare(one, other, isFree));
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name], !isFree && free.has(name))]));
}

function compare(one: string, other: string, isFree: boolean): number {
  const [a, b] = isFree ? [0, 0] : [rank.get(one) ?? first.length, rank.get(other) ?? first.length];
  if (a !== b) return a - b;
  return one < other ? -1 : 1;
}
