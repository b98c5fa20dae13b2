/**
 * Moves the focus to the next or previous row of the page's lists. The rows are links, so that the
 * browser shows the focus, screen readers read the row, and Enter opens it.
 * @returns whether the page has rows.
 */
export function moveInList(direction: "next" | "previous"): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("main [data-row]")].filter((row) =>
    row.checkVisibility(),
  );
  const item = document.activeElement?.closest("li");
  const current = rows.findIndex(
    (row) => row === document.activeElement || (item && row.closest("li") === item),
  );
  const next = current < 0 ? 0 : current + (direction === "next" ? 1 : -1);
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
  return rows.length > 0;
}
