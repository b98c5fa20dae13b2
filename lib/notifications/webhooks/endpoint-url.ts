import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { isSecureUrl } from "#lib/outbound/secure-url";

const maximumLength = 2048;

/** The URL in normal form. lib/outbound checks the host's addresses. @throws `invalid_input` */
export function endpointUrl(text: string, config: Pick<Config, "origin">): string {
  const trimmed = text.trim();
  if (isSecureUrl(trimmed, config)) {
    const { href } = new URL(trimmed);
    if (href.length <= maximumLength) return href;
  }
  throw new CountersignError("invalid_input", "not a URL for webhooks", {
    userMessage: "The URL must start with https:// and contain no user name or password.",
  });
}
