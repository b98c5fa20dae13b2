import { expect, test } from "vitest";
import { type Rule, ruleSchema } from "#lib/policy/language/rule";
import { plainPhrase } from "#lib/policy/testing/plain-phrase";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { now, TestWorkspace } from "#lib/testing/workspace";
import type { RequestReader } from "../visible-requests.ts";
import { explainRequest } from "./explain-request.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const total = "total.sum.agent.24h refund.create";

const owner = await workspace.person("Olive Owner");
const stranger = await workspace.person("Sam Stranger");
const bot = await workspace.agent("Refund bot", owner);
await publish(2, [
  { id: "prod", title: "Not in production", outcome: "block", labels: ["prod"] },
  {
    id: "sum",
    title: "1,000 a day",
    outcome: "step_up",
    conditions: [{ kind: "total", of: "sum", per: "agent", window: "24h", currencies: ["USD"], over: 1000 }],
  },
]);

const explain = (viewer: RequestReader, id: string) => explainRequest(db, viewer, id, now);

test("a request is explained by the version that evaluated it, with the numbers of near misses", async () => {
  const limit = { kind: "amount" as const, amount: "amount", currency: "currency", currencies: ["USD"] };
  await publish(3, [
    { id: "small", title: "Small refunds", outcome: "allow", conditions: [{ ...limit, over: 0, upTo: 100 }] },
    { id: "large", title: "Large refunds", outcome: "step_up", conditions: [{ ...limit, over: 100 }] },
  ]);
  const asked = { policyVersion: 3, ruleIds: ["large"] };
  const { rules } = await explain(owner, await workspace.request(bot, asked));
  expect(rules[0]).toMatchObject({ ruleId: "large", result: "decided" });
  const near = rules.filter(({ isNearMiss }) => isNearMiss);
  expect(near.map(({ ruleId }) => ruleId)).toEqual(["small"]);
  const words = near.flatMap(({ findings }) => findings.map(({ phrase }) => plainPhrase(phrase)));
  expect(words).toContain("amount 1,250.00 is over 100.00");
});

test("a request is explained by the facts read at the time, not by the current ones", async () => {
  const facts = { labels: ["prod"], totals: { [total]: "1250.0" } };
  const id = await workspace.request(bot, { policyVersion: 2, ruleIds: ["prod"], state: "blocked", facts });
  const { rules } = await explain(owner, id);
  expect(rules).toMatchObject([
    { ruleId: "prod", result: "decided" },
    { ruleId: "sum", result: "outweighed" },
  ]);
  expect(rules[1]?.findings[0]?.phrase).toEqual([
    "total amount per agent in 24 hours: 1,250.00 is over 1,000.00",
  ]);
});

test("a total that the first version did not read is computed as of the time of the request", async () => {
  const otherAgent = await workspace.agent("Adding bot", owner);
  for (const amount of ["600", "500"])
    await workspace.request(otherAgent, { state: "allowed", amount, currency: "USD", secondsAgo: 60 });
  const { rules } = await explain(
    owner,
    await workspace.request(otherAgent, { policyVersion: 2, ruleIds: ["sum"] }),
  );
  expect(rules.find(({ ruleId }) => ruleId === "sum")?.findings[0]).toMatchObject({
    matches: true,
    phrase: ["total amount per agent in 24 hours: 2,350.00 is over 1,000.00"],
  });
});

test("a request of another person's agent is not explained", async () => {
  await expect(explain(stranger, await workspace.request(bot))).rejects.toMatchObject({ code: "not_found" });
});

async function publish(version: number, parts: (Partial<Rule> & Pick<Rule, "id" | "title" | "outcome">)[]) {
  const rules = parts.map((rule) => ruleSchema.parse({ actions: ["refund.create"], ...rule }));
  const actor = { type: "person", id: owner.personId } as const;
  const content = {
    rules,
    catalog: defaultCatalog,
    defaultOutcome: "step_up",
    unclassified: "default_outcome",
  } as const;
  await insertVersion(db, { version, ...content, actor, now });
}
