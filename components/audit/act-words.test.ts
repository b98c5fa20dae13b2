import { expect, test } from "vitest";
import { allActs } from "#app/(console)/acts/registry";
import { actWords } from "./act-words.ts";

const confirmed = allActs.filter((act) => "question" in act).map(({ name }) => name);
/** The words of these acts depend on what follows their name. */
const withChoice = {
  "webhook/switch": ["active", "disabled"],
  "sso/switch": ["enable", "disable"],
  "workspace/sso": ["require", "release"],
  "credential/answer": ["scim_token", "event_source"],
};

test("every act that a passkey confirms is in words in the audit log", () => {
  expect(confirmed.length).toBeGreaterThan(50);
  const acts = confirmed.flatMap((name) =>
    name in withChoice ? withChoice[name as keyof typeof withChoice].map((to) => `${name}/${to}`) : [name],
  );
  for (const act of acts) expect(actWords(`${act}/h2-0nMn`), act).toMatch(/^[A-Z]/);
});

test("the words leave out IDs, values and the digest", () => {
  expect(actWords("agent/create/public/h2-0nMn")).toBe("Create agent");
  expect(actWords("workspace/second-admin/require/h2-0nMn")).toBe("Require two admins");
  expect(actWords("recovery/per_1/keep/h2-0nMn")).toBe("Create recovery link");
  expect(actWords("agent/key/workload/agt_1/h2-0nMn")).toBe("Add workload identity");
  expect(actWords("agent/workload/agt_1/h2-0nMn")).toBe("Add workload identity");
  expect(actWords("sso/switch/enable/sso_1/h2-0nMn")).toBe("Turn on SSO connection");
  expect(actWords("credential/answer/scim_token/sct_1/h2-0nMn")).toBe("Take responsibility for SCIM token");
});

test("an act of another version keeps its stored words", () => {
  expect(actWords("toString/x")).toBe("toString x");
  expect(actWords("house-rule/change/h2-0nMn")).toBe("house rule change");
});
