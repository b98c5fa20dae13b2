import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { recoveredErrors } from "#lib/kernel/recovered-errors";
import { createLog } from "../log.ts";
import { watchAlarms } from "./alarms.ts";

test("an error after which the work continued in another way is logged with its stack", () => {
  const stream = new PassThrough();
  const stop = watchAlarms(createLog("error", stream));
  recoveredErrors.publish({ during: "a merge of subtotals", error: new Error("no such column") });
  stop();
  recoveredErrors.publish({ during: "a merge of subtotals", error: new Error("another") });
  expect(JSON.parse(String(stream.read()))).toMatchObject({
    code: "recovered_error",
    during: "a merge of subtotals",
    err: { message: "no such column", stack: expect.any(Array) },
  });
});
