import { expect, test } from "vitest";
import { main } from "../main.ts";
import { grantFor, openAgentSide } from "../testing/agent-side.ts";
import type { FakeAnswer } from "../testing/fake-server.ts";
import { type TestIo, testIo } from "../testing/test-io.ts";

const { server, credentials, answer, waited } = await openAgentSide();
const asking = ["ask", "refund.create", "--resource", "charge/ch_81", "--param", "amount=1250"];

/** No answer to a wait, during which the person presses Ctrl-C. */
const interrupting = (io: TestIo) => () => {
  setImmediate(io.interrupt);
  return "hang" as const;
};

test("Ctrl-C withdraws the request", async () => {
  const io = testIo({ env: { COUNTERSIGN_CREDENTIALS: credentials } });
  server.answers(
    () => answer("pending"),
    interrupting(io),
    () => answer("cancelled"),
  );
  expect(await main(asking, io)).toBe(13);
  expect(server.calls.at(-1)).toMatchObject({ method: "DELETE", path: "/api/v1/requests/req_1" });
  expect(server.calls.at(-1)?.headers.authorization).toBe("Bearer wait-token");
});

test("Ctrl-C after the decision prints the decision", async () => {
  const io = testIo({ env: { COUNTERSIGN_CREDENTIALS: credentials } });
  const grant = grantFor();
  server.answers(
    () => answer("pending"),
    interrupting(io),
    () => ({ status: 409, body: { code: "already_decided" } }),
    () => waited("approved", { grant }),
  );
  expect(await main(asking, io)).toBe(0);
  expect(io.stdout).toBe(`${grant}\n`);
});

const other = { id: "req_2" };
test.each<[string, FakeAnswer[]]>([
  ["the cancellation", [waited("cancelled", {}, other)]],
  [
    "the decision",
    [
      { status: 409, body: { code: "already_decided" } },
      waited("approved", { grant: grantFor({ txn: "req_2" }) }, other),
    ],
  ],
])("after Ctrl-C, %s of another request isn't taken for this one's", async (_, answers) => {
  const io = testIo({ env: { COUNTERSIGN_CREDENTIALS: credentials } });
  server.answers(() => answer("pending"), interrupting(io), ...answers.map((one) => () => one));
  expect([await main(asking, io), io.stdout]).toEqual([31, ""]);
});
