import { expect, test } from "vitest";
import { testAgentName } from "./agent-name.ts";
import { looksLikeTestAgent } from "./reserved-words.ts";

test("a test agent's name says what it is, and is as short as other agents' names", () => {
  expect(testAgentName("Ada")).toBe("Test agent (Ada)");
  expect(testAgentName("A".repeat(200))).toHaveLength(80);
  expect(looksLikeTestAgent(testAgentName("Ada"))).toBe(true);
});
