type Move = "next" | "previous";
type Act =
  | Move
  | "approve"
  | "deny"
  | "edit"
  | "select"
  | `extend-${Move}`
  | "filter"
  | "go"
  | "shortcuts"
  | "search";

/** A key's act, or the page of a key after G. */
export type Shortcut = Act | Destination;

const singleKeys: Record<string, Act> = {
  j: "next",
  k: "previous",
  a: "approve",
  d: "deny",
  e: "edit",
  x: "select",
  g: "go",
  "/": "filter",
  "?": "shortcuts",
};

/** With Shift. */
const shiftedKeys: Record<string, Act> = { j: "extend-next", k: "extend-previous" };

type Destination = `/${string}`;

/** The keys after G. */
export const pagesAfterG: { key: string; href: Destination; label: string }[] = [
  { key: "r", href: "/queue", label: "Requests" },
  { key: "a", href: "/agents", label: "Agents" },
  { key: "p", href: "/policy", label: "Policy" },
  { key: "l", href: "/audit", label: "Audit log" },
];

type Press = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "target"> & {
  defaultPrevented: boolean;
  isComposing: boolean;
};

/**
 * The shortcut of a key press; undefined for none. Single keys count outside of fields, without
 * modifiers, and unless turned off (WCAG 2.2, success criterion 2.1.4). An open dialog or menu ends
 * every shortcut.
 * @param isAfterG whether `go` came shortly before: then only pages count.
 */
export function findShortcut(
  press: Press,
  { areSingleKeysOn, isAfterG }: { areSingleKeysOn: boolean; isAfterG: boolean },
): Shortcut | undefined {
  if (press.defaultPrevented || press.isComposing || isCovered()) return undefined;
  if (isSearch(press)) return "search";
  // Some keyboards have these characters with Shift.
  const isShifted = press.shiftKey && press.key !== "?" && press.key !== "/";
  const isModified = press.altKey || press.ctrlKey || press.metaKey;
  if (!areSingleKeysOn || isModified || isField(press.target)) return undefined;
  const key = press.key.toLowerCase();
  if (isShifted) return shiftedKeys[key];
  return isAfterG && key !== "g" ? pagesAfterG.find((page) => page.key === key)?.href : singleKeys[key];
}

/** Control or Command and K. On a Mac, Control and K in a field deletes text to the end of the line. */
function isSearch({ key, altKey, ctrlKey, metaKey, shiftKey, target }: Press): boolean {
  if (key.toLowerCase() !== "k" || altKey || shiftKey || ctrlKey === metaKey) return false;
  return metaKey || !navigator.platform.startsWith("Mac") || !isField(target);
}

// The focus stays in a dialog that was just closed until the browser renders the page again.
function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.checkVisibility() && target.closest(fields) !== null;
}

const fields =
  "input:not([type=checkbox]), textarea, select, [contenteditable], [role=textbox], [role=combobox], [role=slider]";

function isCovered(): boolean {
  return document.querySelector("dialog[open], :popover-open") !== null;
}
