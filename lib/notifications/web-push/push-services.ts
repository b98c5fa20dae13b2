import type { Config } from "#lib/kernel/config";
import { isListedHost } from "#lib/outbound/listed-host";
import { isLoopbackHost, isSecureUrl } from "#lib/outbound/secure-url";

/**
 * The push services of the browsers, on port 443. `*` is one or more labels.
 *
 * - Chrome and most browsers built on it: https://web.dev/articles/push-notifications-web-push-protocol
 * - Firefox: https://mozilla-services.github.io/autopush-rs/
 * - Safari: "Sending web push notifications in web apps and browsers", https://developer.apple.com/documentation/usernotifications
 * - Edge on Windows: https://learn.microsoft.com/windows/apps/develop/notifications/push-notifications/wns-overview
 */
const knownServices = [
  "fcm.googleapis.com",
  "*.push.services.mozilla.com",
  "*.push.apple.com",
  "*.notify.windows.com",
];

/** A host of each service that has one name everywhere. Windows names a region's host in each subscription. */
export const servicesToReach = {
  Chrome: "fcm.googleapis.com",
  Firefox: "updates.push.services.mozilla.com",
  Safari: "web.push.apple.com",
};

/**
 * Whether the endpoint of a subscription is at a push service. The subscriber's browser sends the
 * endpoint, so any other host could be one that the subscriber chose: a server that answers slowly,
 * or one in the operator's network.
 *
 * The operator can list other services. A Countersign on a loopback address also uses services on
 * its own machine.
 */
export function isPushService(
  endpoint: string,
  config: Pick<Config, "origin" | "pushServiceHosts">,
): boolean {
  if (!isSecureUrl(endpoint, config)) return false;
  const url = new URL(endpoint);
  if (isLoopbackHost(url.hostname)) return isLoopbackHost(new URL(config.origin).hostname);
  if (isListedHost(url, config.pushServiceHosts)) return true;
  return url.port === "" && knownServices.some((name) => isNamed(url.hostname, name));
}

function isNamed(host: string, name: string): boolean {
  return name.startsWith("*.") ? host.endsWith(name.slice(1)) : host === name;
}
