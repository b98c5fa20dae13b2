import { beforeEach, expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import { now } from "#lib/testing/workspace";
import type { ChatAnswer } from "./testing/chat-server.ts";
import { messageTo, openChatWorkspace, send } from "./testing/chat-workspace.ts";

const { server, slack, save, admin } = await openChatWorkspace();
const person = { id: admin.personId, name: "Ada Admin", email: admin.email };

beforeEach(async () => {
  server.reset();
  server.members.set(person.email, "U0ADA");
  await save("slack_bot", server.token);
});

const toAda = (signal?: AbortSignal) => send(slack, messageTo(person.id, { person }), signal);
const html = { headers: { "content-type": "text/html" }, body: "<h1>Sign in to the proxy</h1>" };
const inTwoMinutes = addSeconds(now, 120).toUTCString();

const failures: [string, ChatAnswer, object][] = [
  [
    "429",
    { status: 429, headers: { "retry-after": "30" } },
    { outcome: "retry", pauses: true, afterSeconds: 30 },
  ],
  [
    "429 with a date",
    { status: 429, headers: { "retry-after": inTwoMinutes } },
    { outcome: "retry", pauses: true, afterSeconds: 120 },
  ],
  ["ratelimited", { body: { ok: false, error: "ratelimited" } }, { outcome: "retry", pauses: true }],
  ["invalid_auth", { body: { ok: false, error: "invalid_auth" } }, { outcome: "retry", pauses: true }],
  ["token_revoked", { body: { ok: false, error: "token_revoked" } }, { outcome: "retry", pauses: true }],
  ["missing_scope", { body: { ok: false, error: "missing_scope" } }, { outcome: "retry", pauses: true }],
  ["internal_error", { body: { ok: false, error: "internal_error" } }, { outcome: "retry", pauses: true }],
  ["500", { status: 500 }, { outcome: "retry", pauses: true }],
  ["a redirect", { status: 302, headers: { location: "/elsewhere" } }, { outcome: "retry", pauses: true }],
  ["a page", html, { outcome: "retry", pauses: true }],
  ["no JSON", { body: "ok" }, { outcome: "retry", pauses: true }],
  [
    "an endless answer",
    { body: { ok: true, more: "x".repeat(300_000) } },
    { outcome: "retry", pauses: true },
  ],
  ["400", { status: 400 }, { outcome: "refused" }],
  ["msg_too_long", { body: { ok: false, error: "msg_too_long" } }, { outcome: "refused" }],
];

test.each(failures)("%s: the result tells what to do, in our own words", async (_, answer, expected) => {
  server.instead = ({ path }) => (path === "/chat.postMessage" ? answer : undefined);
  const result = await toAda();
  expect(result).toEqual({ ...expected, reason: expect.any(String) });
  expect(JSON.stringify(result)).not.toMatch(/Sign in to the proxy|xoxb|127\.0\.0\.1|elsewhere|xxx/);
  expect(server.calls).toHaveLength(2);
});

test("an error that Slack invents is never repeated in the log", async () => {
  const error = "approve_at_https://evil.example";
  server.instead = () => ({ body: { ok: false, error } });
  expect(JSON.stringify(await toAda())).not.toContain("evil");
});

test("a revoked token tells an admin what to do", async () => {
  server.token = "xoxb-1111111111-another-token";
  expect(await toAda()).toMatchObject({
    ...{ outcome: "retry", pauses: true },
    reason: expect.stringMatching(/invalid_auth.*Settings, Channels/),
  });
  expect(server.callsTo("chat.postMessage")).toEqual([]);
});

test("a rate limit on the look-up posts nothing", async () => {
  server.instead = () => ({ status: 429, headers: { "retry-after": "7" } });
  expect(await toAda()).toMatchObject({ outcome: "retry", afterSeconds: 7, pauses: true });
  expect(server.calls).toHaveLength(1);
});

test("a stalled call ends when the process stops, and is tried again", async () => {
  server.instead = () => "stall";
  const stopping = new AbortController();
  const arrived = server.waitForCall();
  const sending = toAda(stopping.signal);
  await arrived;
  stopping.abort();
  expect(await sending).toMatchObject({ outcome: "retry", pauses: false });
});
