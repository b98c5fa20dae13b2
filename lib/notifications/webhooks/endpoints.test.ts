import { like } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { webhookEndpoints } from "#db/schema/webhooks";
import { masterSecret } from "#lib/membership/testing/people";
import type { Viewer } from "#lib/sessions/session";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { changeEvents } from "./change-events.ts";
import { findCallback, findEndpoint, listEndpoints } from "./find-endpoint.ts";
import { registerEndpoint } from "./register-endpoint.ts";
import { rotateSecret } from "./rotate-secret.ts";
import { sendAgain, sendTestEvent } from "./send-again.ts";
import { setCallback } from "./set-callback.ts";
import { removeEndpoint, switchEndpoint } from "./switch-endpoint.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const ada = await workspace.person("Ada", ["admin"]);
const bo = await workspace.person("Bo");
const cy = await workspace.person("Cy", ["approver", "auditor"]);
const config = { origin: "https://countersign.example" };
const url = "https://hooks.example/in/token-in-the-path";
const given = {
  url,
  description: "SIEM",
  eventTypes: ["request.denied" as const],
  config,
  masterSecret,
  now,
};

beforeEach(async () => {
  await db.delete(webhookEndpoints);
});

const rows = () => db.select().from(webhookEndpoints);

test("an admin registers, changes, rotates, switches and removes an endpoint", async () => {
  const { endpointId, secret } = await registerEndpoint(db, { actor: ada, ...given });
  expect(Buffer.from(secret.replace("whsec_", ""), "base64")).toHaveLength(32);
  const change = { seen: given.eventTypes, eventTypes: ["request.pending" as const], now };
  await changeEvents(db, { actor: ada, endpointId, ...change });
  await expect(changeEvents(db, { actor: ada, endpointId, ...change })).rejects.toMatchObject({
    code: "conflict",
  });
  const rotated = await rotateSecret(db, { actor: ada, endpointId, masterSecret, now });
  expect(rotated.secret).not.toBe(secret);
  await switchEndpoint(db, { actor: ada, endpointId, to: "disabled", now });
  await expect(switchEndpoint(db, { actor: ada, endpointId, to: "disabled", now })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(sendTestEvent(db, { actor: ada, endpointId, now })).rejects.toMatchObject({
    code: "conflict",
  });
  await switchEndpoint(db, { actor: ada, endpointId, to: "active", now });
  await removeEndpoint(db, { actor: ada, endpointId, now });
  expect(await rows()).toEqual([]);
  const isOurs = like(auditEvents.type, "webhook_endpoint.%");
  const events = await db.select().from(auditEvents).where(isOurs).orderBy(auditEvents.id);
  expect(events.map(({ type }) => type)).toEqual([
    "webhook_endpoint.created",
    "webhook_endpoint.changed",
    "webhook_endpoint.secret_rotated",
    "webhook_endpoint.disabled",
    "webhook_endpoint.enabled",
    "webhook_endpoint.removed",
  ]);
  // The path may contain a token of the receiver.
  for (const { body } of events) expect(Buffer.from(body).toString()).not.toMatch(/token-in-the-path|whsec_/);
});

test("no secret is stored in clear text, nor shown again", async () => {
  const { endpointId, secret } = await registerEndpoint(db, { actor: ada, ...given });
  const raw = Buffer.from(secret.replace("whsec_", ""), "base64");
  const [row] = await rows();
  expect(Buffer.from(row?.secretSealed ?? []).includes(raw)).toBe(false);
  const shown = JSON.stringify([
    await findEndpoint(db, { viewer: ada, endpointId }),
    await listEndpoints(db, { viewer: ada }),
  ]);
  expect(shown).not.toMatch(/secretSealed|whsec_/i);
});

test.each(["http://hooks.example/", "https://user:password@hooks.example/", "ftp://hooks.example/", "hooks"])(
  "events are not sent to %s",
  async (bad) => {
    await expect(registerEndpoint(db, { actor: ada, ...given, url: bad })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const { id: agentId } = await workspace.agent("Refund bot", bo);
    const setting = { actor: bo, agentId, config, masterSecret, now };
    await expect(setCallback(db, { ...setting, url: bad })).rejects.toMatchObject({ code: "invalid_input" });
  },
);

/** Every act on an existing endpoint. */
function acts(actor: Viewer, endpointId: string): (() => Promise<unknown>)[] {
  return [
    () => changeEvents(db, { actor, endpointId, seen: [], eventTypes: [], now }),
    () => rotateSecret(db, { actor, endpointId, masterSecret, now }),
    () => sendTestEvent(db, { actor, endpointId, now }),
    () => sendAgain(db, { actor, endpointId, deliveryId: "dlv_1", now }),
    () => switchEndpoint(db, { actor, endpointId, to: "disabled", now }),
    () => removeEndpoint(db, { actor, endpointId, now }),
    () => findEndpoint(db, { viewer: actor, endpointId }),
  ];
}

test("people who aren't admins see and change no endpoint, and can't tell whether it exists", async () => {
  const { endpointId } = await registerEndpoint(db, { actor: ada, ...given });
  for (const id of [endpointId, "whe_unknown"])
    for (const act of acts(cy, id)) await expect(act()).rejects.toMatchObject({ code: "not_found" });
  await expect(registerEndpoint(db, { actor: cy, ...given })).rejects.toMatchObject({ code: "not_found" });
  await expect(listEndpoints(db, { viewer: cy })).rejects.toMatchObject({ code: "not_found" });
  expect(await rows()).toHaveLength(1);
});

test("the owner manages the callback of an agent, and other people neither see nor change it", async () => {
  const agent = await workspace.agent("Refund bot", bo);
  const { endpointId } = await setCallback(db, {
    actor: bo,
    agentId: agent.id,
    url,
    config,
    masterSecret,
    now,
  });
  for (const act of acts(cy, endpointId)) await expect(act()).rejects.toMatchObject({ code: "not_found" });
  expect(await findCallback(db, { viewer: cy, agent })).toBeUndefined();
  expect(await listEndpoints(db, { viewer: ada })).toEqual([]);
  expect(await findCallback(db, { viewer: bo, agent })).toMatchObject({ id: endpointId, url });
  const change = { endpointId, seen: [], eventTypes: ["request.pending" as const], now };
  await expect(changeEvents(db, { actor: bo, ...change })).rejects.toMatchObject({ code: "conflict" });
  await rotateSecret(db, { actor: bo, endpointId, masterSecret, now });
  await removeEndpoint(db, { actor: bo, endpointId, now });
  expect(await findCallback(db, { viewer: bo, agent })).toBeUndefined();
});
