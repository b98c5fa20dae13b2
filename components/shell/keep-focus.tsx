import { useEffect } from "react";

/** Long enough for a component to place the focus, short enough for the next key. */
const waitMilliseconds = 100;

const headings = "h1, h2, h3";

/** Parts with a subject each: a control of the same name elsewhere has another effect. */
const parts = "li, tr, [data-card]";

/** A place of the focus: the element, and its ancestors, which may outlast the element. */
interface Place {
  element: HTMLElement;
  label: string | null;
  around: Element[];
  dialog: HTMLDialogElement | null;
  path: string;
}

/**
 * Returns the focus when an act removes or disables the focused control, for example the opener of a
 * closed confirmation. The focus goes to the control, to its replacement of the same name in the same
 * row or card, or to the heading of the smallest remaining part around.
 */
export function KeepFocus() {
  useEffect(() => {
    const places = new FocusPlaces();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const observer = new MutationObserver(() => {
      if (document.activeElement !== document.body) return;
      clearTimeout(timer);
      timer = setTimeout(() => places.restore(), waitMilliseconds);
    });
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["disabled", "open", "hidden"],
    });
    const onFocus = ({ target }: FocusEvent) => places.enter(target);
    const onPress = ({ target }: PointerEvent) => places.leave(target);
    places.enter(document.activeElement);
    document.addEventListener("focusin", onFocus);
    document.addEventListener("pointerdown", onPress);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("pointerdown", onPress);
    };
  }, []);
  return null;
}

/** The last focused element of the page, and of each open dialog, the topmost last. */
class FocusPlaces {
  #places: Place[] = [];

  enter(target: EventTarget | null): void {
    if (!(target instanceof HTMLElement) || target === document.body) return;
    this.leave(target);
    const around: Element[] = [];
    for (let outer = target.parentElement; outer; outer = outer.parentElement) around.push(outer);
    const [label, dialog, path] = [nameOf(target), target.closest("dialog"), location.pathname];
    this.#places.push({ element: target, label, around, dialog, path });
  }

  /** A press next to all controls takes the focus away on purpose. */
  leave(target: EventTarget | null): void {
    const dialog = target instanceof Element ? target.closest("dialog") : null;
    const same = this.#places.findIndex((place) => place.dialog === dialog);
    if (same >= 0) this.#places.length = same;
  }

  restore(): void {
    if (document.activeElement !== document.body) return;
    const outside = this.#places.findLast(({ dialog }) => !dialog || (dialog.isConnected && dialog.open));
    // A dialog whose opener was pressed before this script, or a first dialog opened by key.
    const place = outside ?? this.#places[0];
    // After a followed link, FocusMain places the focus.
    if (!place || place.path !== location.pathname) return;
    place.element.focus({ preventScroll: true });
    // A control disabled during its act gets the focus back when enabled.
    if (document.activeElement !== document.body || isWaiting(place.element)) return;
    const replacement = replacementOf(place) ?? headingAround(place);
    if (replacement?.matches(headings)) replacement.tabIndex = -1;
    // The dialog may have led to a part of the page in view.
    replacement?.focus({ preventScroll: !outside });
  }
}

function replacementOf({ element, label, around }: Place): HTMLElement | undefined {
  const remaining = around.find((outer) => outer.isConnected);
  const same = remaining
    ? within(remaining, element.localName).filter((other) => label && nameOf(other) === label)
    : [];
  return same.length === 1 ? same[0] : undefined;
}

function headingAround({ around }: Place): HTMLElement | undefined {
  for (const outer of around) {
    const [heading] = outer.isConnected ? within(outer, headings) : [];
    if (heading) return heading;
  }
  return undefined;
}

/** The visible matches in an element, without inner rows and cards. */
function within(outer: Element, selector: string): HTMLElement[] {
  const part = outer.closest(parts);
  return [...outer.querySelectorAll<HTMLElement>(selector)].filter(
    (inner) => inner.closest(parts) === part && inner.checkVisibility(),
  );
}

function nameOf(element: HTMLElement): string | null {
  return element.getAttribute("aria-label") ?? element.textContent;
}

function isWaiting(element: HTMLElement): boolean {
  return element.isConnected && element.matches(":disabled") && element.checkVisibility();
}
