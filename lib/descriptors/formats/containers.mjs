// @ts-check
import { valueAt } from "../../json/pointer.mjs";
import { pointerTokens } from "../pointers.mjs";

/** @typedef {import("./format.mjs").Shown} Shown */

/**
 * A list, each element in one format: `items` is `{format, params}`.
 * @type {import("./format.mjs").Format}
 */
export const list = {
  isClosed: false,
  show(value, { items }, { show }) {
    if (!Array.isArray(value) || typeof items !== "object" || items === null) return undefined;
    const shown = value.map((element) => show(element, items));
    return shown.every((item) => item !== undefined) ? { as: "list", items: shown } : undefined;
  },
};

/**
 * A list of objects as a table. `columns`: `{path, label, format, params, optional}`, with paths into
 * a row. A row with a member outside all columns can't be shown.
 * @type {import("./format.mjs").Format}
 */
export const table = {
  isClosed: false,
  show(value, { columns }, { show }) {
    if (!Array.isArray(value) || !Array.isArray(columns) || columns.length === 0) return undefined;
    const rows = value.map((row) => rowOf(row, columns, show));
    if (!rows.every((row) => row !== undefined)) return undefined;
    return { as: "table", columns: columns.map(({ label }) => String(label)), rows };
  },
};

/**
 * @param {import("./format.mjs").Json} row
 * @param {any[]} columns
 * @param {import("./format.mjs").Context["show"]} show
 * @returns {(Shown | null)[] | undefined}
 */
function rowOf(row, columns, show) {
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
  return cells.every((cell) => cell !== undefined) ? /** @type {(Shown | null)[]} */ (cells) : undefined;
}
