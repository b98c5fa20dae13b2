import { expect, test } from "vitest";
import type { AgentKeyView } from "#lib/agents/find-agent";
import { keyState } from "./key-state.ts";

const now = new Date("2026-11-24T10:00:00Z");
const key: AgentKeyView = {
  ...{ id: "key_1", algorithm: "bearer", publicKey: null, subject: null, workloadSubject: null },
  ...{ edge: null, firstCallAt: null, createdAt: now, revokedAt: null },
  expiresAt: new Date("2027-01-01T00:00:00Z"),
};
const badgeOf = (change: Partial<AgentKeyView>) => keyState({ ...key, ...change }, now).badge;

test("a hook token is active only after its first call", () => {
  expect(badgeOf({})).toBe("Not seen yet");
  expect(badgeOf({ edge: "codex" })).toBe("Not seen yet");
  expect(badgeOf({ edge: "codex", firstCallAt: now })).toBe("Active");
  expect(badgeOf({ algorithm: "ed25519" })).toBe("Active");
});

test("a token that has ended is revoked or expired, seen or not", () => {
  for (const firstCallAt of [null, now]) {
    expect(badgeOf({ firstCallAt, expiresAt: now })).toBe("Expired");
    expect(badgeOf({ firstCallAt, revokedAt: now })).toBe("Revoked");
  }
});

test("an unused token says that it waits for its first call, and after its end that it was never used", () => {
  const hintOf = (change: Partial<AgentKeyView>) => keyState({ ...key, ...change }, now).hint;
  expect(hintOf({})).toBe("Waiting for its first call");
  expect(hintOf({ edge: "claude-code" })).toBe("Claude Code hook · Waiting for its first call");
  expect(hintOf({ edge: "claude-code", revokedAt: now })).toBe("Claude Code hook · Never used");
  expect(hintOf({ expiresAt: now })).toBe("Never used");
});
