import { type Json, valueAt } from "#client/json/pointer";
import type { Untyped } from "#client/json/untyped";
import { pointerTokens } from "../pointers.ts";
import type { Context, Format, Shown } from "./format.ts";

/** A list with elements of one format: `items` is `{format, params}`. */
export const list: Format = {
  isClosed: false,
  show(value, { items }, { show }) {
    if (!Array.isArray(value) || typeof items !== "object" || items === null) return undefined;
    const shown = value.map((element) => show(element, items));
    return shown.every((item) => item !== undefined) ? { as: "list", items: shown } : undefined;
  },
};

/** A list of objects as a table. A row with a member outside `columns` can't be shown. */
export const table: Format = {
  isClosed: false,
  show(value, { columns }, { show }) {
    if (!Array.isArray(value) || !Array.isArray(columns) || columns.length === 0) return undefined;
    const rows = value.map((row) => rowOf(row, columns, show));
    if (!rows.every((row) => row !== undefined)) return undefined;
    return { as: "table", columns: columns.map(({ label }) => String(label)), rows };
  },
};

function rowOf(row: Json, columns: Untyped[], show: Context["show"]): (Shown | null)[] | undefined {
  if (typeof row !== "object" || row === null || Array.isArray(row)) return undefined;
  const paths = columns.map(({ path }) => pointerTokens(path));
  // Nested values would be covered in part.
  if (paths.some((path) => path?.length !== 1)) return undefined;
  if (!Object.keys(row).every((name) => paths.some((path) => path?.[0] === name))) return undefined;
  const cells = columns.map((column, index) => {
    const cell = valueAt(row, paths[index] ?? []);
    if (cell === undefined) return column.optional === true ? null : undefined;
    return show(cell, column);
  });
  return cells.every((cell) => cell !== undefined) ? (cells as (Shown | null)[]) : undefined;
}
