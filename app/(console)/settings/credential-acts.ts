import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct, idField } from "#app/web/forms/act";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { readForm } from "#app/web/forms/run-action";
import type { Database } from "#db/client";
import { revokeTool } from "#lib/agents/keys/tools";
import { revokeBoundary } from "#lib/boundary/registry/revoke-boundary";
import { revokePolicyToken } from "#lib/policy/tokens/revoke-policy-token";
import { listScimTokens, revokeScimToken } from "#lib/provisioning/scim/tokens";
import { listEventSources, revokeEventSource } from "#lib/provisioning/signals/list-event-sources";
import { takeResponsibility } from "#lib/provisioning/signals/take-responsibility";
import type { Viewer } from "#lib/sessions/session";

const scimToken = z.object({ kind: z.literal("scim_token"), id: idField("sct") });
const eventSource = z.object({ kind: z.literal("event_source"), id: idField("evs") });
const tool = z.object({ kind: z.literal("tool"), id: idField("tol") });
const boundary = z.object({ kind: z.literal("boundary"), id: idField("bnd") });
const policyToken = z.object({ kind: z.literal("policy_token"), id: idField("tok") });

const lastingCredential = z.discriminatedUnion("kind", [scimToken, eventSource]);
const revocable = z.discriminatedUnion("kind", [scimToken, eventSource, tool, boundary, policyToken]);

export type CredentialKind = z.infer<typeof revocable>["kind"];

type Revoke = (db: Database, credential: { id: string; actor: Viewer; now: Date }) => Promise<void>;

const revocations: Record<CredentialKind, Revoke> = {
  scim_token: (db, { id, ...by }) => revokeScimToken(db, { tokenId: id, ...by }),
  event_source: (db, { id, ...by }) => revokeEventSource(db, { eventSourceId: id, ...by }),
  tool: (db, { id, ...by }) => revokeTool(db, { toolId: id, ...by }),
  boundary: (db, { id, ...by }) => revokeBoundary(db, { boundaryId: id, ...by }),
  policy_token: (db, { id, ...by }) => revokePolicyToken(db, { tokenId: id, ...by }),
};

export const credentialRevocation = defineAct({
  name: "credential/revoke",
  roles: ["admin"],
  refreshes: ["/settings", "/boundaries"],
  perform: async (actor, form) => {
    const { db, clock } = runtime();
    const { kind, id } = readForm(revocable, form);
    await revocations[kind](db, { id, actor, now: clock() });
  },
});

const kinds = {
  scim_token: { noun: "SCIM token", list: listScimTokens },
  event_source: { noun: "security event source", list: listEventSources },
};

export const responsibility = defineConfirmedAction({
  name: "credential/answer",
  roles: ["admin"],
  refreshes: ["/settings"],
  read: lastingCredential,
  look: async (viewer, { kind, id }, { db }) => {
    const listed = await kinds[kind].list(db, { viewer });
    return { name: listed.find((credential) => credential.id === id)?.name ?? id };
  },
  about: ({ kind, id }) => [kind, id],
  question: ({ kind }, { name }) => ({
    title: `Take responsibility for ${name}?`,
    consequences: [`You'll be the admin responsible for this ${kinds[kind].noun}.`],
    confirm: "Take responsibility",
  }),
  run: (db, by, fields) => takeResponsibility(db, { ...fields, ...by }),
});
