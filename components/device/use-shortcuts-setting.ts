import { useSyncExternalStore } from "react";

const key = "countersign:single-key-shortcuts";
const changed = "countersign:single-key-shortcuts-changed";

/** Whether single-key shortcuts are on in this browser, for rendering. */
export function useAreShortcutsOn(): boolean {
  return useSyncExternalStore(subscribe, areShortcutsOn, () => true);
}

/** Whether single-key shortcuts are on in this browser now. */
export function areShortcutsOn(): boolean {
  try {
    return localStorage.getItem(key) !== "off";
  } catch {
    return true;
  }
}

/** Turns single-key shortcuts on or off, in this browser. */
export function setShortcutsOn(areOn: boolean): void {
  try {
    if (areOn) localStorage.removeItem(key);
    else localStorage.setItem(key, "off");
  } catch {
    // Storage is blocked: the setting can't be saved, and the shortcuts stay on.
  }
  window.dispatchEvent(new Event(changed));
}

/** `storage` tells of a change in another tab. */
function subscribe(onChange: () => void): () => void {
  for (const name of [changed, "storage"]) window.addEventListener(name, onChange);
  return () => {
    for (const name of [changed, "storage"]) window.removeEventListener(name, onChange);
  };
}
