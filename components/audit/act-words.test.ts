import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { actWords } from "./act-words.ts";

// Every definition of an act names it by a template, such as: name: ({ agentId }) => `agent/key/${agentId}`.
const folder = new URL("../../app/(console)/", import.meta.url);
const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
  .map((path) => readFileSync(new URL(path, folder), "utf8"))
  .filter((source) => source.includes("defineConfirmedAction("));
const acts = sources.flatMap((source) =>
  [...source.matchAll(/^ {2}name: \(.*\) => [`"]([^`"]+)[`"],$/gm)].map(([, template = ""]) => template),
);

test("every act that a passkey confirms is in words in the audit log", () => {
  expect(acts.length).toBeGreaterThan(50);
  const named = acts.filter((act) => !act.startsWith("${"));
  for (const act of named.filter((each) => !/^[a-z-]+\/\$\{to\}|^workspace\/sso/.test(each)))
    expect(actWords(act), act).toMatch(/^[A-Z]/);
});

test("the words leave out IDs, values and the digest", () => {
  expect(actWords("agent/create/public/h2-0nMn")).toBe("Create agent");
  expect(actWords("workspace/second-admin/require/h2-0nMn")).toBe("Require two admins");
  expect(actWords("recovery/per_1/keep/h2-0nMn")).toBe("Create recovery link");
  expect(actWords("sso/enable/sso_1/h2-0nMn")).toBe("Turn on SSO connection");
  expect(actWords("scim-token/answer/sct_1/h2-0nMn")).toBe("Take responsibility for SCIM token");
});

test("an act of another version keeps its stored words", () => {
  expect(actWords("toString/x")).toBe("toString x");
  expect(actWords("house-rule/change/h2-0nMn")).toBe("house rule change");
});
