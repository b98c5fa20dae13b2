/** A selected row of the queue. */
export interface SelectedRow {
  ids: string[];
  /** The page to review the requests together with others, if possible. */
  togetherHref: string | undefined;
}

const boxes = () => [...document.querySelectorAll<HTMLInputElement>("main [data-select]")];

/** The selected rows of the page, in their order. */
export function selectedRows(): SelectedRow[] {
  return boxes()
    .filter(({ checked }) => checked)
    .map(({ dataset: { select = "", together } }) => ({ ids: select.split(" "), togetherHref: together }));
}

/** Selects no row. */
export function clearSelection(): void {
  for (const box of boxes()) if (box.checked) box.click();
}

/** Gives the rows from one to another the state of the latter. */
export function extendSelection(from: Element, to: HTMLInputElement): void {
  const all = boxes();
  const ends = [from, to].map((box) => all.indexOf(box as HTMLInputElement));
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  if (first < 0) return;
  for (const box of all.slice(first, last + 1)) if (box !== to && box.checked !== to.checked) box.click();
}

/** Selects the row with the focus; or lets it be no longer selected. */
export function selectFocused(isOnlyOn = false): void {
  const box = document.activeElement?.closest("li")?.querySelector<HTMLInputElement>("[data-select]");
  if (box && !(isOnlyOn && box.checked)) box.click();
}
