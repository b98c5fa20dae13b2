import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { subtotalDifferences } from "#lib/facts/check-subtotals";
import { metrics } from "../../runtime/metrics.ts";
import { createLog } from "../log.ts";
import { watchAlarms } from "./alarms.ts";

test("a difference between subtotals and requests is logged with its size, and counted", async () => {
  const stream = new PassThrough();
  const stop = watchAlarms(createLog("error", stream));
  subtotalDifferences.publish({ totals: 3, outcomes: 1 });
  stop();
  subtotalDifferences.publish({ totals: 4, outcomes: 1 });
  expect(JSON.parse(String(stream.read()))).toMatchObject({
    code: "subtotal_difference",
    totals: 3,
    outcomes: 1,
  });
  expect((await metrics().subtotalDifferences.get()).values).toMatchObject([{ value: 1 }]);
});
