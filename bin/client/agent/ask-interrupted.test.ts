import { expect, test } from "vitest";
import { main } from "../main.ts";
import { grantFor, openAgentSide } from "../testing/agent-side.ts";
import type { FakeAnswer } from "../testing/fake-server.ts";
import { testIo } from "../testing/test-io.ts";

const { server, credentials, answer } = await openAgentSide();
const asking = ["ask", "refund.create", "--resource", "charge/ch_81", "--param", "amount=1250"];

/** The answer to a wait: as to an ask, but 200 even while pending. */
function waited(state: string, more: object = {}) {
  return { ...answer(state, more), status: 200 };
}

test("Ctrl-C withdraws the request", async () => {
  const io = testIo({ env: { COUNTERSIGN_CREDENTIALS: credentials } });
  server.answers(
    () => answer("pending"),
    () => {
      setImmediate(io.interrupt);
      return "hang";
    },
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
    () => {
      setImmediate(io.interrupt);
      return "hang";
    },
    () => ({ status: 409, body: { code: "already_decided" } }),
    () => waited("approved", { grant }),
  );
  expect(await main(asking, io)).toBe(0);
  expect(io.stdout).toBe(`${grant}\n`);
});

/** The answer about another request for the same action. */
function other(state: string, more: object = {}): FakeAnswer {
  const { body } = answer(state, more) as { body: { request: object } };
  return { status: 200, body: { ...body, request: { ...body.request, id: "req_2" } } };
}

test.each<[string, FakeAnswer[]]>([
  ["the cancellation", [other("cancelled")]],
  [
    "the decision",
    [
      { status: 409, body: { code: "already_decided" } },
      other("approved", { grant: grantFor({ txn: "req_2" }) }),
    ],
  ],
])("after Ctrl-C, %s of another request isn't taken for this one's", async (_, answers) => {
  const io = testIo({ env: { COUNTERSIGN_CREDENTIALS: credentials } });
  server.answers(
    () => answer("pending"),
    () => {
      setImmediate(io.interrupt);
      return "hang";
    },
    ...answers.map((one) => () => one),
  );
  expect([await main(asking, io), io.stdout]).toEqual([31, ""]);
});
