import { z } from "zod";
import type { Database } from "#db/client";
import { eventSources } from "#db/schema/signals";
import { recordAudit } from "#lib/audit/record";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { isSecureUrl } from "#lib/outbound/secure-url";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { singleLine } from "#lib/text/single-line";
import { type Jwks, jwksSchema } from "./event-source-keys.ts";

const maximumJwksLength = 64 * 1024;

/** The admin's form for a source: an address for keys, or pasted keys. */
export const eventSourceFields = z
  .object({
    name: singleLine(80, "Enter a name"),
    issuer: singleLine(512, "Enter an issuer"),
    audience: singleLine(512, "Enter an audience"),
    keySource: z.enum(["url", "pasted"]),
    jwksUrl: z.string().trim().max(2048).default(""),
    jwks: z.string().max(maximumJwksLength).default(""),
    // Browsers don't send an unticked checkbox.
    mayFreeze: z
      .literal("on")
      .optional()
      .transform((ticked) => ticked === "on"),
  })
  .transform(({ keySource, jwksUrl, jwks, ...fields }, context) => {
    if (keySource === "url") return { ...fields, keys: { url: jwksUrl } };
    const keys = readJwks(jwks);
    if (keys) return { ...fields, keys: { jwks: keys } };
    const message = "must be a JSON Web Key Set with public RSA or EC keys";
    context.addIssue({ code: "custom", path: ["jwks"], message });
    return z.NEVER;
  });

function readJwks(text: string): Jwks | undefined {
  try {
    return jwksSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * Registers a security event source. For admins, who have confirmed the act with a passkey: the
 * holder of the source's signing keys can end sessions and suspend people, and freeze all agents if allowed.
 * @throws {CountersignError} `not_found`; `invalid_input` for an address that is not https;
 *   `conflict` for an issuer that is registered
 */
export async function registerEventSource(
  db: Database,
  registration: { actor: Viewer; config: Pick<Config, "origin">; now: Date } & z.output<
    typeof eventSourceFields
  >,
): Promise<{ eventSourceId: string }> {
  const { actor, name, issuer, audience, keys, mayFreeze, config, now } = registration;
  requireRole(actor, "admin");
  const material = keys.jwks ? { jwks: keys.jwks } : { jwksUrl: safeUrl(keys.url ?? "", config) };
  const eventSourceId = newId("evs", now);
  await db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    const responsibleAdminId = actor.personId;
    const row = { id: eventSourceId, responsibleAdminId, name, issuer, audience, mayFreeze, ...material };
    const added = await tx
      .insert(eventSources)
      .values({ ...row, createdBy: actor.personId, createdAt: now })
      .onConflictDoNothing()
      .returning({ id: eventSources.id });
    if (added.length === 0) {
      throw new CountersignError("conflict", "the issuer is registered", {
        userMessage: "An event source with this issuer already exists. Revoke it first.",
      });
    }
    const data = { issuer, audience, may_freeze: mayFreeze };
    const subject = { event_source: eventSourceId };
    await recordAudit(tx, { type: "event_source.registered", actor, subject, data }, now);
  });
  return { eventSourceId };
}

/** @throws {CountersignError} `invalid_input` */
function safeUrl(text: string, config: Pick<Config, "origin">): string {
  if (isSecureUrl(text, config)) return text;
  throw new CountersignError("invalid_input", "not an address for keys", {
    userMessage: "The JWKS URL must start with https:// and contain no user name or password.",
  });
}
