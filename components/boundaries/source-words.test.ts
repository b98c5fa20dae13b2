import { expect, test } from "vitest";
import { sourceWords } from "./source-words.ts";

const signed = { edge: null, keyId: "key_1", boundary: null };
const boundary = { name: "Build machine", kind: "mcp" };

test("an edge is named with the credential that authenticated the call", () => {
  expect(sourceWords({ ...signed, edge: "codex" })).toEqual({
    name: "Codex hook",
    credential: { kind: "hook token", id: "key_1" },
  });
  expect(sourceWords({ ...signed, edge: "toolhive" })?.credential?.kind).toBe("shared secret");
});

test("a boundary that only the agent named has no credential", () => {
  expect(sourceWords({ ...signed, boundary })).toEqual({ name: "MCP gateway “Build machine”" });
  expect(sourceWords({ ...signed, boundary: { ...boundary, kind: "shop" } })?.name).toBe(
    "Boundary “Build machine”",
  );
});

test("an edge of this server counts more than what the agent named", () => {
  expect(sourceWords({ ...signed, edge: "envoy", boundary })?.name).toBe("HTTP gateway");
});

test("an ask that the agent signed without naming a boundary has no boundary", () => {
  expect(sourceWords(signed)).toBeUndefined();
});
