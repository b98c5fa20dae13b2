import type { Shown } from "#lib/descriptors/formats/format";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { textOf } from "#lib/descriptors/render/text-lines";
import { canonicalJson } from "#lib/json/canonical";

/** One signed value, under its name. */
export interface NamedValue {
  /** Equal for the same part of two actions. */
  key: string;
  label: string;
  /** Whether the agent chose the label: the name of a parameter that no field describes. */
  isAgentsLabel: boolean;
  isAmount: boolean;
  shown: Shown;
  /** Whether a row shows the value in full without its details. */
  fitsRow: boolean;
}

export type Column = Pick<NamedValue, "key" | "label" | "isAgentsLabel" | "isAmount">;

export interface Comparison {
  /** Equal in every row, said once. */
  common: NamedValue[];
  /** The values that differ, in the order of the actions; an amount is last. */
  columns: Column[];
  /** The values of each row, by key: a value that is in no row's map is in `common`. */
  rows: ReadonlyMap<string, NamedValue>[];
}

/** More columns would leave the screen: the details of a row have the rest. */
const mostColumns = 6;

/** What actions share and where they differ: every signed value is in one place. */
export function compareRows(renderings: readonly Rendering[]): Comparison {
  const all = renderings.map((rendering) => new Map(valuesOf(rendering).map((value) => [value.key, value])));
  const named = new Map(all.flatMap((values) => [...values]));
  const isCommon = (key: string) =>
    new Set(all.map((values) => canonicalJson((values.get(key)?.shown as never) ?? null))).size === 1;
  const common = [...named.values()].filter(({ key }) => isCommon(key));
  const columns = [...named.values()].filter(({ key }) => !isCommon(key));
  const kept = columns.filter(({ isAmount }, index) => isAmount || index < mostColumns);
  const isKept = new Set(kept.map(({ key }) => key));
  const rows = all.map(
    (values) =>
      new Map(
        [...values]
          .filter(([key]) => !isCommon(key))
          .map(([key, value]) => [key, isKept.has(key) ? value : { ...value, fitsRow: false }]),
      ),
  );
  return {
    common,
    columns: kept.toSorted((one, other) => Number(one.isAmount) - Number(other.isAmount)),
    rows,
  };
}

function valuesOf({ resource, tool, fields, also, hidden }: Rendering): NamedValue[] {
  const named = (key: string, label: string, shown: Shown, look: Partial<NamedValue> = {}): NamedValue => ({
    ...{ key, label, shown, isAgentsLabel: false, isAmount: false, fitsRow: fitsRow(shown), ...look },
  });
  const rest = (kind: string, parts: Rendering["also"]) =>
    parts.map(({ path, value }) =>
      named(`${kind} ${path}`, path, { as: "json", value }, { isAgentsLabel: true }),
    );
  return [
    ...(resource === undefined ? [] : [named("resource", "Resource", { as: "path", text: resource })]),
    ...(tool === undefined ? [] : [named("tool", "Tool", { as: "path", text: tool })]),
    ...fields.map(({ path, label, format, shown }) =>
      named(`field ${path}`, label, shown, { isAmount: format === "amount" }),
    ),
    ...rest("also", also),
    ...rest("hidden", hidden),
  ];
}

const longestInRow = 60;

/** Whether a row shows a value in full; code, tables and long texts are in its details. */
function fitsRow(shown: Shown): boolean {
  if (shown.as === "json" && typeof shown.value === "object" && shown.value !== null) return false;
  if (shown.as === "code" || shown.as === "command" || shown.as === "list" || shown.as === "table")
    return false;
  if (shown.as === "url" && shown.warnings.length > 0) return false;
  const text = textOf(shown);
  return text.length <= longestInRow && !/[\n\r\u2028\u2029]/.test(text);
}
