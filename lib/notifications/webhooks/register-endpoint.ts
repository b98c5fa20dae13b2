import { z } from "zod";
import { type WebhookEventType, webhookEndpoints } from "#db/schema/webhooks";
import { endpointSubject } from "#lib/agents/callbacks";
import { recordAudit } from "#lib/audit/record";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { isSecureUrl } from "#lib/outbound/secure-url";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import { singleLine } from "#lib/text/single-line";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { webhookEventTypeList } from "./event-types.ts";
import { createSecret } from "./signing-secrets.ts";

/** Event types from a form, each once and in the order of the list. */
export const eventTypesField = z
  .array(z.enum(webhookEventTypeList))
  .min(1, { error: "Select an event" })
  .transform((types) => webhookEventTypeList.filter((type) => types.includes(type)));

export const endpointFields = z.object({
  url: z.string().trim().max(2048),
  description: singleLine(80, "Enter a description"),
  eventTypes: eventTypesField,
});

interface Registration extends Authority {
  url: string;
  description: string;
  eventTypes: WebhookEventType[];
  config: Pick<Config, "origin">;
  masterSecret: MasterSecret;
}

export interface RegisteredEndpoint {
  endpointId: string;
  url: string;
  /** `whsec_`, to be shown once. */
  secret: string;
}

/**
 * Registers an endpoint that gets events about all agents. For admins, with a passkey. Events then
 * leave for a new place: where the workspace requires two admins, the registration is proposed, and
 * the second admin's confirmation creates the secret.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `invalid_input`
 */
export const registerEndpoint = proposable<Registration, RegisteredEndpoint>(async (db, registration) => {
  const { actor, description, eventTypes, config, masterSecret, confirmed, now } = registration;
  requireRole(actor, "admin");
  const url = endpointUrl(registration.url, config);
  const endpointId = newId("whe", now);
  const { secret, secretSealed } = createSecret(endpointId, masterSecret);
  return db.transaction(async (tx) => {
    if (await requiresSecondAdmin(tx, registration)) {
      const change = { act: "webhook.register" as const, url, description, event_types: eventTypes };
      return proposeChange(tx, change, registration);
    }
    await lockActingAdmin(tx, actor);
    await tx.insert(webhookEndpoints).values({
      ...{ id: endpointId, url, description, eventTypes, secretSealed },
      ...{ createdBy: actor.personId, createdAt: now },
    });
    const subject = endpointSubject({ id: endpointId, agentId: null });
    // The path may contain a token of the receiver.
    const data = { origin: new URL(url).origin, event_types: eventTypes, ...proposedFacts(confirmed) };
    await recordAudit(tx, { type: "webhook_endpoint.created", actor, subject, data }, now);
    return { endpointId, url, secret };
  });
});

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
