import { z } from "zod";
import { fromBase64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { unverifiedPasskey } from "./unverified.ts";

const collectedClientData = z.looseObject({
  challenge: z.string(),
  crossOrigin: z.boolean().optional(),
  topOrigin: z.unknown().optional(),
});

/** The unverified challenge (base64url), to find its row. @throws {CountersignError} `passkey_refused` */
export function claimedChallenge(clientDataJson: string): string {
  return readClientData(clientDataJson).challenge;
}

/**
 * Refuses ceremonies inside another site's page (WebAuthn Level 3, section 5.8.1: `crossOrigin`,
 * `topOrigin`): no page of ours is ever embedded. The library accepts `crossOrigin: true` without
 * `topOrigin`.
 */
export function refuseEmbedded(clientDataJson: string): void {
  const { crossOrigin, topOrigin } = readClientData(clientDataJson);
  if (crossOrigin || topOrigin !== undefined) {
    throw new CountersignError("passkey_refused", "WebAuthn ceremony ran in a cross-origin frame", {
      userMessage: "Passkeys can't be used when Countersign is embedded in another site.",
    });
  }
}

function readClientData(clientDataJson: string): z.infer<typeof collectedClientData> {
  const bytes = fromBase64url(clientDataJson);
  try {
    return collectedClientData.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (cause) {
    throw new CountersignError("passkey_refused", "clientDataJSON cannot be read", {
      cause,
      userMessage: unverifiedPasskey,
    });
  }
}
