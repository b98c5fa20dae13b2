import type { Demo } from "./fill-workspace.ts";
import { expectOutcome, obtainApproval } from "./obtain-approval.ts";

const attempts = 20;

/** A crash loses no approval, and allows no second redemption. */
export async function crashAndRace(demo: Demo): Promise<void> {
  const { terminal, refunds, payments, ada, place } = demo;
  terminal.title("3 of 5 · kill -9, then twenty redemptions of one grant");
  const resource = "charge/ch_4711";
  const params = { amount: 4711, currency: "USD" };
  const action = { type: "refund.create", resource, params, audience: payments.audience };
  const grant = await obtainApproval(demo, refunds, action, { reason: "Billed twice", by: ada });
  const { pid } = place.server;
  await place.server.kill9();
  terminal.say(
    `\n  Approved. kill -9 ${pid} ended the server before anyone used the grant. It starts again.`,
  );
  await place.server.start();
  const before = payments.paid.length;
  const redeem = async () => payments.refund(await refunds.headersFor(grant), { ...params, resource });
  const answers = await Promise.all(Array.from({ length: attempts }, redeem));
  const count = (code: string) => answers.filter((answer) => answer.code === code).length;
  expectOutcome("1 paid", `${payments.paid.length - before} paid`);
  expectOutcome(`${attempts - 1} refused`, `${count("grant_already_redeemed")} refused`);
  terminal.say(`  ${attempts} calls with the same grant at one moment:`);
  terminal.say(`   1  runs     200 paid\n  ${attempts - 1}  refused  409 grant_already_redeemed`);
}
