import type { Demo } from "./fill-workspace.ts";
import { expectOutcome, obtainApproval } from "./obtain-approval.ts";

/** The action of the first step, whose receipt the last step verifies. */
export const approvedAmount = 82_000;

/** A refund that another amount than the approved one can't use. */
export async function refuseAtBoundary(demo: Demo): Promise<void> {
  const { terminal, refunds, payments, ada } = demo;
  terminal.title("1 of 5 · A refund of 82,000 becomes 820,000");
  terminal.say("  Refund bot asks for a refund of 82,000.00 USD. Its owner is Ada, so Ada decides.");
  const resource = "charge/ch_8200";
  const params = { amount: approvedAmount, currency: "USD" };
  const action = { type: "refund.create", resource, params, audience: payments.audience };
  const grant = await obtainApproval(demo, refunds, action, { reason: "The order was cancelled", by: ada });
  terminal.say(
    "\n  Approved. On its way to the payments API the amount becomes 820,000: a defect, or an attack.",
  );
  const changed = await payments.refund(await refunds.headersFor(grant), {
    ...params,
    resource,
    amount: 820_000,
  });
  terminal.say(`  820,000  refused  ${changed.status} ${expectOutcome("action_mismatch", changed.code)}`);
  const exact = await payments.refund(await refunds.headersFor(grant), { ...params, resource });
  terminal.say(`   82,000  runs     ${exact.status} ${expectOutcome("paid", exact.code)}`);
  terminal.say("  The grant is for one exact action. Its digest is what Ada's passkey signed.");
}
