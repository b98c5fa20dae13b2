import { useSyncExternalStore } from "react";

/** Chromium's offer to install the app (Web App Manifest Incubations); no type of it is in the DOM. */
export interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: "accepted" | "dismissed" }>;
}

let offered: InstallPrompt | undefined;
const listeners = new Set<() => void>();

/** Keeps the browser's offer for the card in the settings. Returns how to stop. */
export function keepInstallPrompt(): () => void {
  const keep = (event: Event) => {
    event.preventDefault();
    offer(event as InstallPrompt);
  };
  const forget = () => offer(undefined);
  window.addEventListener("beforeinstallprompt", keep);
  window.addEventListener("appinstalled", forget);
  return () => {
    window.removeEventListener("beforeinstallprompt", keep);
    window.removeEventListener("appinstalled", forget);
  };
}

/** The browser's offer; undefined without one, and in the server's markup. */
export function useInstallPrompt(): InstallPrompt | undefined {
  return useSyncExternalStore(
    subscribe,
    () => offered,
    () => undefined,
  );
}

/** Shows the offer, which the browser accepts once. */
export async function showPrompt(prompt: InstallPrompt): Promise<void> {
  offer(undefined);
  await prompt.prompt();
}

function offer(prompt: InstallPrompt | undefined): void {
  offered = prompt;
  for (const changed of listeners) changed();
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}
