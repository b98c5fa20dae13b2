import { isPlainClick } from "#components/ui/link";

/** An editor that asks before its changes are discarded. */
export interface Leaving {
  isSaving: boolean;
  isHeld: () => boolean;
  /** Stops the event and asks, and does `act` once the person discards; nothing without changes. */
  hold: (event: Event, act: () => void) => void;
  /** What is typed after a way out has failed. */
  onInput: () => void;
}

/** Hears every way out of an editor's sheet or page. Returns how to stop. */
export function holdWaysOut(dialog: HTMLDialogElement | null | undefined, leaving: Leaving): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  // Before React's own listeners, which are on the document.
  const around = dialog ?? document.body;
  if (dialog) holdDialog(dialog, leaving, signal);
  around.addEventListener("click", (event) => holdClick(event, leaving), { signal });
  around.addEventListener("input", leaving.onInput, { signal });
  const onNavigate = (event: NavigateEvent) => holdNavigation(event, leaving);
  window.navigation?.addEventListener("navigate", onNavigate, { signal });
  // The browser asks in its own words. Saving data has left the page.
  const onUnload = (event: Event) => {
    if (!leaving.isSaving && leaving.isHeld()) event.preventDefault();
  };
  window.addEventListener("beforeunload", onUnload, { signal });
  return () => listening.abort();
}

function holdDialog(dialog: HTMLDialogElement, { hold }: Leaving, signal: AbortSignal): void {
  const close = () => dialog.close();
  // The browser's own cancel can be prevented only once between two acts of the person, the key
  // always.
  const onKey = (event: KeyboardEvent) => {
    const isOfSheet = event.target instanceof Element && event.target.closest("dialog") === dialog;
    if (event.key === "Escape" && isOfSheet && !dialog.querySelector(":popover-open")) hold(event, close);
  };
  // Android's Back closes a dialog as well.
  const onCancel = (event: Event) => {
    if (event.target === dialog) hold(event, close);
  };
  dialog.addEventListener("keydown", onKey, { signal });
  dialog.addEventListener("cancel", onCancel, { signal });
}

/** Links, and buttons to leave the page, such as *Sign out*. */
const waysOut = "a, [data-leaves-page]";

function holdClick(event: MouseEvent, leaving: Leaving): void {
  const way = event.target instanceof Element ? event.target.closest<HTMLElement>(waysOut) : null;
  if (!way || (way instanceof HTMLAnchorElement && !isWayOut(event, way)) || !leaving.isHeld()) return;
  // React's handlers would follow the link.
  event.stopPropagation();
  const follow = () => way.click();
  leaving.hold(event, way instanceof HTMLAnchorElement ? () => goTo(way.href, follow, leaving) : follow);
}

/** Not a link into a new tab, and not "Skip to content". */
function isWayOut(event: MouseEvent, link: HTMLAnchorElement): boolean {
  return isPlainClick(event, link) && link.getAttribute("href")?.startsWith("#") !== true;
}

function holdNavigation(event: NavigateEvent, leaving: Leaving): void {
  const { key, url } = event.destination;
  const goBack = () => void navigation.traverseTo(key);
  if (event.navigationType === "traverse") leaving.hold(event, () => goTo(url, goBack, leaving));
}

/** The router changes the page only after the answer, and a saved editor leads elsewhere. */
function goTo(url: string, act: () => void, { isSaving }: Leaving): void {
  if (isSaving) window.location.assign(url);
  else act();
}
