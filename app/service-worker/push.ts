/// <reference lib="webworker" />

/** What a notification shows. Nothing confidential: it appears on lock screens. */
interface Shown {
  title: string;
  body?: string;
  /** The page that a tap opens. */
  navigate?: string;
  /** The request: a newer notification of the same request replaces the older one. */
  tag?: string;
  silent?: boolean;
}

/**
 * A push message, in the form of Declarative Web Push, which Safari shows without this worker. With
 * `close`, the notification of that tag is withdrawn: `notification` replaces it silently, because
 * browsers demand that every push shows one; without `notification` it just disappears.
 */
export interface Push {
  notification?: Shown;
  close?: string;
  /** The number of requests the person can decide now. */
  app_badge?: number;
}

/** Reads a message; text that is no message of ours is an empty one. */
export function readPush(text: string | undefined): Push {
  const message = parse(text);
  if (!isRecord(message) || message.web_push !== 8030) return {};
  const { notification, close, app_badge } = message;
  return {
    ...(isShown(notification) ? { notification } : {}),
    ...(typeof close === "string" ? { close } : {}),
    ...(typeof app_badge === "number" && app_badge >= 0 ? { app_badge } : {}),
  };
}

/** Shows, replaces or withdraws a notification, and sets the app's badge. */
export async function showPush(self: ServiceWorkerGlobalScope, push: Push): Promise<void> {
  const { registration } = self;
  const { notification, close, app_badge: count } = push;
  if (notification) await registration.showNotification(notification.title, optionsOf(notification, close));
  else if (close !== undefined)
    for (const shown of await registration.getNotifications({ tag: close })) shown.close();
  // A push that shows nothing costs the permission in some browsers.
  else await registration.showNotification("Countersign", { body: "Open Countersign to see what's new." });
  // Last: whatever a browser does with badges, the notification is there.
  if (count !== undefined) await setBadge(self.navigator, count);
}

function optionsOf(
  { body, navigate, tag, silent }: Shown,
  close: string | undefined,
): NotificationOptions & { renotify?: boolean } {
  return {
    body,
    tag: close ?? tag,
    silent: close === undefined ? silent : true,
    data: { navigate },
    icon: "/apple-icon.png",
  };
}

async function setBadge(navigator: WorkerNavigator, count: number): Promise<void> {
  // A badge needs a permission in some browsers; without it, the notification is enough.
  const set = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  await set?.catch(() => undefined);
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isShown(value: unknown): value is Shown {
  if (!isRecord(value) || typeof value.title !== "string") return false;
  const texts = [value.body, value.navigate, value.tag];
  return (
    texts.every((text) => text === undefined || typeof text === "string") &&
    (value.silent === undefined || typeof value.silent === "boolean")
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
