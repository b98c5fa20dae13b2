import { expect, test } from "vitest";
import { testAgentName } from "./agent-name.ts";
import { looksLikeTestAgent } from "./reserved-words.ts";

test("a test agent's name says what it is, and is as short as other agents' names", () => {
  expect(testAgentName("Ada")).toBe("Test agent (Ada)");
  expect(testAgentName("A".repeat(200))).toHaveLength(80);
  expect(looksLikeTestAgent(testAgentName("Ada"))).toBe(true);
});

test.each([
  "test agent",
  "Test-agent 2",
  " TESTAGENT",
  "Test agents",
  "T.e.s.t agent: Bo",
  "Ｔｅｓｔ agent",
  "Tеst agent",
  "Tẹst agent",
  "ᴛᴇꜱᴛ agent",
  "A test agent",
])("%s is for test agents", (name) => expect(looksLikeTestAgent(name)).toBe(true));

test.each(["Testagentur bot", "Test agentic flow", "Tester", "Тест"])("%s is a name for any agent", (name) =>
  expect(looksLikeTestAgent(name)).toBe(false),
);
