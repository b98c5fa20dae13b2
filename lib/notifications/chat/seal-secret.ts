import type { ChatKind } from "#db/schema/chat";
import { type MasterSecret, seal } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { isSecureUrl } from "#lib/outbound/secure-url";

/** A storable setting: the visible part of its secret, and the sealed secret. */
export interface SealedSetting {
  kind: ChatKind;
  id: string;
  host: string;
  endsWith: string;
  secretSealed: Uint8Array;
}

interface Typed {
  kind: ChatKind;
  /** As pasted by the admin: a bot token, or a webhook's URL. */
  secret: string;
  config: Pick<Config, "origin">;
}

const maximumLength = 2048;
const botToken = /^xoxb-[\w-]{20,500}$/;
const slackHost = "slack.com";

/**
 * Seals a token or a URL right after it was typed. The URL of an incoming webhook is a capability
 * like a token, and a proposed change contains the sealed value too.
 * @throws {CountersignError} `invalid_input`
 */
export function sealSecret(
  typed: Typed,
  { masterSecret, now }: { masterSecret: MasterSecret; now: Date },
): SealedSetting {
  const { kind } = typed;
  const { secret, host, endsWith } = readSecret(typed);
  const id = newId("cht", now);
  const secretSealed = seal(masterSecret, "chat-secret", id, Buffer.from(secret));
  return { kind, id, host, endsWith, secretSealed };
}

/** Checks a secret. May be shown: the host and the last four characters. @throws `invalid_input` */
export function readSecret({ kind, secret, config }: Typed) {
  const typed = secret.trim();
  if (kind === "slack_bot") {
    if (!botToken.test(typed)) throw unusable("Paste the bot token. It starts with xoxb-.");
    return { secret: typed, host: slackHost, endsWith: typed.slice(-4) };
  }
  const url = isSecureUrl(typed, config) ? new URL(typed) : undefined;
  // A URL without a path is no capability, and ends with the host's characters.
  if (!url || url.href.length > maximumLength || url.pathname.length < 8)
    throw unusable("Paste the whole webhook URL. It starts with https://.");
  return { secret: url.href, host: url.host, endsWith: url.href.slice(-4) };
}

function unusable(userMessage: string): CountersignError {
  return new CountersignError("invalid_input", "not a secret of this kind", { userMessage });
}
