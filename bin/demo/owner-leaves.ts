import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { withDatabase } from "../../e2e/fixtures/database.ts";
import type { Demo } from "./fill-workspace.ts";
import { askAndWait, isSettledBefore, refusedWith } from "./obtain-approval.ts";

/** Whose agent may do nothing from that moment on. */
export async function leave(demo: Demo): Promise<void> {
  const { terminal, support, ada, bo, place } = demo;
  terminal.title("4 of 5 · An owner leaves");
  const refund = {
    type: "refund.create",
    resource: "charge/ch_77",
    params: { amount: 900, currency: "USD" },
  };
  const asked = await askAndWait(support, refund, "Lost on the way");
  await bo.approve(asked.requestId);
  const unused = await asked.grant;
  const params = { to: "all@example.com", subject: "News", body: "We changed our prices." };
  const message = { type: "message.send", params };
  const { grant: waiting } = await askAndWait(support, message, "Weekly newsletter");
  terminal.say("  Bo owns Support bot. It holds an unused grant, and waits for a decision about a message.");
  const page = `${place.origin}/people/${bo.id}/offboard`;
  const words = `Deactivate Bo at ${page}, or press Enter: the demo does it as Ada.`;
  const isDone = await isSettledBefore(() => terminal.enter(words), waiting);
  const deactivation = { actor: ada.viewer, personId: bo.id, now: new Date() };
  if (!isDone) await withDatabase(place.server, (db) => deactivatePerson(db, deactivation));
  terminal.say("\n  Bo is deactivated, in one transaction with all of this:");
  terminal.say(`  what it waits for  cancelled  ${await refusedWith("request_cancelled", waiting)}`);
  terminal.say(
    `  its unused grant   refused    ${await refusedWith("agent_quarantined", support.redeem(unused, refund))}`,
  );
  terminal.say(
    `  its next ask       refused    ${await refusedWith("agent_quarantined", support.ask(message))}`,
  );
  terminal.say("  It asks again when a new owner accepts it with a passkey.");
}
