import { z } from "zod";
import { runtime } from "#app/process/runtime";
import { idField } from "#app/web/forms/id-field";
import { requireConfirmation } from "#app/web/forms/require-confirmation";
import { readForm } from "#app/web/forms/run-action";
import type { Database } from "#db/client";
import { revokeTool } from "#lib/agents/tools/revoke-tool";
import { revokePolicyToken } from "#lib/policy-tokens/revoke-policy-token";
import { revokeScimToken } from "#lib/provisioning/scim/tokens/revoke-token";
import { revokeEventSource } from "#lib/provisioning/signals/revoke-event-source";
import { takeResponsibility } from "#lib/provisioning/take-responsibility";
import type { Viewer } from "#lib/sessions/session";
import { responsibilityAct } from "./responsibility-act.ts";

const scimToken = z.object({ kind: z.literal("scim_token"), id: idField("sct") });
const transmitter = z.object({ kind: z.literal("transmitter"), id: idField("trm") });
const tool = z.object({ kind: z.literal("tool"), id: idField("tol") });
const policyToken = z.object({ kind: z.literal("policy_token"), id: idField("tok") });

const lasting = z.discriminatedUnion("kind", [scimToken, transmitter]);
const revocable = z.discriminatedUnion("kind", [scimToken, transmitter, tool, policyToken]);

export type CredentialKind = z.infer<typeof revocable>["kind"];

type Revoke = (db: Database, credential: { id: string; actor: Viewer; now: Date }) => Promise<void>;

const revocations: Record<CredentialKind, Revoke> = {
  scim_token: (db, { id, ...by }) => revokeScimToken(db, { tokenId: id, ...by }),
  transmitter: (db, { id, ...by }) => revokeEventSource(db, { eventSourceId: id, ...by }),
  tool: (db, { id, ...by }) => revokeTool(db, { toolId: id, ...by }),
  policy_token: (db, { id, ...by }) => revokePolicyToken(db, { tokenId: id, ...by }),
};

/** Revokes the credential that the form names. @throws {CountersignError} as its verb */
export async function revokeCredential(actor: Viewer, form: FormData): Promise<void> {
  const { db, clock } = runtime();
  const { kind, id } = readForm(revocable, form);
  await revocations[kind](db, { id, actor, now: clock() });
}

/**
 * Makes the admin responsible for the credential that the form names, which takes the admin's
 * passkey.
 * @throws {CountersignError} as `requireConfirmation` and `takeResponsibility`
 */
export async function takeResponsibilityConfirmed(actor: Viewer, form: FormData): Promise<void> {
  const { db, clock } = runtime();
  const { kind, id } = readForm(lasting, form);
  await requireConfirmation(actor, responsibilityAct(kind, id), form);
  await takeResponsibility(db, { actor, kind, id, now: clock() });
}
