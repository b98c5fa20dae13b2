import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { policyDifferences } from "#lib/policy/engine/cedar/check-by-cedar";
import { createLog } from "./log.ts";
import { metrics } from "./metrics/metrics.ts";
import { watchPolicyDifferences } from "./policy-alarm.ts";

test("a difference between the predicates and Cedar is logged with its rules, and counted", async () => {
  const stream = new PassThrough();
  const stop = watchPolicyDifferences(createLog("error", stream));
  policyDifferences.publish({ policyVersion: 7, predicates: ["small"], cedar: ["small", "never"] });
  stop();
  policyDifferences.publish({ policyVersion: 8, predicates: [], cedar: undefined });
  expect(JSON.parse(String(stream.read()))).toMatchObject({
    code: "policy_difference",
    policyVersion: 7,
    predicates: ["small"],
    cedar: ["small", "never"],
  });
  expect((await metrics().policyDifferences.get()).values).toMatchObject([{ value: 1 }]);
});
