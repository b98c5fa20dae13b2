import { expect, test } from "vitest";
import { Refusal } from "#components/api/call.ts";
import { denySeveral } from "./deny-several.ts";
import { outcomeWords, resultsTitle } from "./result-words.ts";

const ids = Array.from({ length: 12 }, (_, index) => `req_${index}`);

test("each request is denied once, and at most four at a time", async () => {
  const denied: string[] = [];
  let [open, most] = [0, 0];
  const results = await denySeveral(ids, async (id) => {
    most = Math.max(most, ++open);
    await Promise.resolve();
    denied.push(id);
    open -= 1;
  });
  expect(results).toEqual(ids.map((request) => ({ request, state: "denied" })));
  expect([denied.toSorted(), most]).toEqual([ids.toSorted(), 4]);
});

test("a request that could not be denied is reported as such, and the others are denied", async () => {
  const results = await denySeveral(ids, async (id) => {
    if (id === "req_5") throw new Refusal("already_decided", "Bo approved this request.");
  });
  expect(results.filter(({ state }) => state === "denied")).toHaveLength(11);
  expect(results[5]).toEqual({
    request: "req_5",
    code: "already_decided",
    detail: "Bo approved this request.",
  });
});

test.each(["unauthenticated", "unconfirmed", "rate_limited"] as const)(
  "after %s nothing else is sent, and what was not sent is never reported as denied",
  async (code) => {
    const sent: string[] = [];
    const results = await denySeveral(ids, async (id) => {
      sent.push(id);
      throw new Refusal(code, "No.");
    });
    expect(sent).toHaveLength(4);
    expect(results).toHaveLength(12);
    expect(results.map((result) => result.code)).toEqual([
      ...Array(4).fill(code),
      ...Array(8).fill("not_sent"),
    ]);
  },
);

test.each(["unconfirmed", "internal"] as const)(
  "a denial whose answer is lost (%s) counts neither as denied nor as not denied",
  async (code) => {
    const results = await denySeveral(ids.slice(0, 3), async (id) => {
      if (id === "req_0") throw new Refusal(code, "We don't know if it arrived.");
      if (id === "req_1") throw new Refusal("already_decided", "Bo approved this request.");
    });
    expect(resultsTitle(results, "deny")).toBe("1 denied, 1 not confirmed, 1 not denied");
    expect(results.map((result) => outcomeWords(result, "deny"))).toEqual([
      "Not confirmed. We don't know if it arrived.",
      "Not denied. Bo approved this request.",
      "Denied",
    ]);
  },
);
