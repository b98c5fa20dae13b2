import { expect, test } from "vitest";
import { tryAgainWhenBusy } from "./try-again.ts";

const busy = () => Object.assign(new Error("lock timeout"), { code: "55P03" });

function failing(times: number, error: () => Error) {
  let calls = 0;
  const run = async () => {
    calls++;
    if (calls <= times) throw error();
    return "done";
  };
  return { run, calls: () => calls };
}

test("a transaction blocked by another transaction's locks is tried three times, then fails", async () => {
  const passing = failing(2, busy);
  expect(await tryAgainWhenBusy(passing.run)).toBe("done");
  const lasting = failing(9, busy);
  await expect(tryAgainWhenBusy(lasting.run)).rejects.toMatchObject({ code: "55P03" });
  expect(lasting.calls()).toBe(3);
});

test("a transaction that failed for any other reason is not retried", async () => {
  const refused = failing(9, () => new Error("refused"));
  await expect(tryAgainWhenBusy(refused.run)).rejects.toThrow("refused");
  expect(refused.calls()).toBe(1);
});
