import { type Context, Hono } from "hono";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { otherCode } from "#lib/approvals/default-deny-reasons";
import { deny } from "#lib/approvals/deny";
import { storableText } from "#lib/json/storable-text";
import { CountersignError } from "#lib/kernel/errors";
import { takeFromLimit } from "#lib/limits/take";
import { listToDecide } from "#lib/requests/queue/list-pending-cards";
import type { QueueItem } from "#lib/requests/queue/queue-item";
import { endSession, type Viewer } from "#lib/sessions/session";
import { findTerminal, openTerminal } from "#lib/sessions/terminals";
import { countDecision } from "./browser/approvals/decisions.ts";
import { freezeFor } from "./browser/freeze.ts";
import { readJson } from "./edge/body.ts";
import { countCall } from "./edge/limits.ts";

const fresh = { "cache-control": "private, no-store" };
const via = "terminal";
/** What an agent gets as the reason of a denial without one. */
const noReason = "The approver gave no reason.";

const codeBody = z.strictObject({ code: storableText(100) });
const denialBody = z.strictObject({ reason: storableText(2000).trim().default("") });

/**
 * What a person does at a terminal: sees the requests that wait for them, denies one, freezes all agents. A
 * terminal's token is good for these routes alone, and no other route reads it.
 */
export const terminal = new Hono();

terminal.post("/api/v1/terminal", async (c) => {
  const { db, clock } = runtime();
  const { code } = await readJson(c, codeBody);
  const opened = await openTerminal(db, { code, now: clock() }).catch((refusal) => refuse(c, refusal));
  const { token, personName, expiresAt } = opened;
  return c.json({ token, person: { name: personName }, expires_at: expiresAt.toISOString() }, 201, fresh);
});

terminal.delete("/api/v1/terminal", async (c) => {
  const { db, clock } = runtime();
  const { personId, sessionHash } = await viewerAt(c);
  await endSession(db, { personId, sessionHash, now: clock() });
  return c.body(null, 204);
});

terminal.get("/api/v1/terminal/requests", async (c) => {
  const { db, clock } = runtime();
  const { items, hasMore } = await listToDecide(db, await callerAt(c), clock());
  return c.json({ requests: items.map(tellItem), has_more: hasMore }, 200, fresh);
});

terminal.post("/api/v1/terminal/requests/:id/denials", async (c) => {
  const { db, clock } = runtime();
  const { personId } = await callerAt(c);
  const requestId = c.req.param("id");
  const reason = { code: otherCode, text: (await readJson(c, denialBody)).reason || noReason };
  const denial = await deny(db, { requestId, personId, reason, via, now: clock() });
  countDecision(denial);
  return c.json({ request: { id: requestId, state: "denied" }, approval: { id: denial.denialId } }, 201);
});

terminal.post("/api/v1/terminal/freeze", async (c) => {
  const viewer = await viewerAt(c);
  await freezeFor(viewer, await readJson(c, z.unknown()), { via });
  return c.body(null, 204);
});

/** {@link viewerAt}, up to 120 times a minute. */
async function callerAt(c: Context): Promise<Viewer> {
  const { db, clock } = runtime();
  const viewer = await viewerAt(c);
  const bucket = `terminal:${viewer.sessionHash}`;
  await takeFromLimit(db, { bucket, limit: 120, windowSeconds: 60 }, clock());
  return viewer;
}

/** The person at the terminal. @throws {CountersignError} `unauthenticated` */
async function viewerAt(c: Context): Promise<Viewer> {
  const { db, clock } = runtime();
  const token = /^Bearer (cstm_[\w-]{43})$/.exec(c.req.header("authorization") ?? "")?.[1];
  const viewer = token === undefined ? undefined : await findTerminal(db, token, clock());
  if (viewer) return viewer;
  const signedOut = { userMessage: "This terminal is signed out. Run countersign login." };
  return refuse(c, new CountersignError("unauthenticated", "no live session of a terminal", signedOut));
}

/**
 * Refuses a code or a token. Only what is refused counts against its address: behind the same one, a wrong
 * program must not keep a person from stopping agents.
 */
async function refuse(c: Context, refusal: unknown): Promise<never> {
  await countCall(c, "terminal-refused", 30);
  throw refusal;
}

/** `type`, `resource`, `content` and `amount` are the agent's words. */
function tellItem(item: QueueItem) {
  const { id, agent, title, actionType, risk, resource, content, amount, approvals } = item;
  return {
    ...{ id, agent: { id: agent.id, name: agent.name, is_test: agent.isTest }, owner: item.owner },
    action: { type: actionType, title, risk, resource, content, amount },
    approvals,
    ...{ created_at: item.createdAt.toISOString(), expires_at: item.expiresAt.toISOString() },
  };
}
