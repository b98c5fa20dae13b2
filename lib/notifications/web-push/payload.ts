import type { Message } from "#lib/notifications/channels/channel";

/** Push services refuse more than 4096 bytes; encryption adds about a hundred. */
const maximumDetails = 200;

/**
 * The message in the form of Declarative Web Push, which Safari shows without the service worker.
 * The worker reads the same form (app/service-worker/push.ts). A silent message also has `close`:
 * it takes the place of the notification of its topic. Browsers demand that every push shows
 * something, so that a notification can be replaced and never just withdrawn.
 */
export function payloadOf(message: Message): string {
  const { title, body, details, url, topic, isSilent, pendingCount } = message;
  return JSON.stringify({
    web_push: 8030,
    notification: {
      title,
      body: details === undefined ? body : `${details.slice(0, maximumDetails)}\n${body}`,
      navigate: url,
      tag: topic,
      silent: isSilent,
    },
    ...(isSilent ? { close: topic } : {}),
    app_badge: pendingCount,
    mutable: true,
  });
}
