import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { type PolicyDifference, policyDifferences } from "#lib/policy/engine/cedar/check-by-cedar";
import { metrics } from "../runtime/metrics.ts";
import { watchAlarms } from "./jobs/alarms.ts";
import { createLog } from "./log.ts";

const difference: PolicyDifference = {
  ...{ policyVersion: 7, actionType: "refund.create", fault: "by the predicates small applies" },
  predicates: { applying: ["small"], indeterminate: [] },
  cedar: { applying: ["small", "never"], indeterminate: [] },
};

test("a difference between the predicates and Cedar is logged with its rules, and counted", async () => {
  const stream = new PassThrough();
  const stop = watchAlarms(createLog("error", stream));
  policyDifferences.publish(difference);
  stop();
  policyDifferences.publish({ ...difference, policyVersion: 8 });
  expect(JSON.parse(String(stream.read()))).toMatchObject({
    ...{ code: "policy_difference", ...difference, msg: "the predicates and Cedar differ" },
  });
  expect((await metrics().policyDifferences.get()).values).toMatchObject([{ value: 1 }]);
});

test("an evaluation that Cedar could not check is logged as that", () => {
  const stream = new PassThrough();
  const stop = watchAlarms(createLog("error", stream));
  policyDifferences.publish({ ...difference, cedar: undefined, fault: "no memory" });
  stop();
  expect(JSON.parse(String(stream.read()))).toMatchObject({
    ...{ msg: "Cedar could not check an evaluation", fault: "no memory" },
  });
});
