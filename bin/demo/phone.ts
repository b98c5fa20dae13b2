import encodeQR from "qr";
import { isLoopbackHost } from "#lib/outbound/secure-url";
import { type Demo, ownPasskeyLink } from "./fill-workspace.ts";
import { obtainApproval, refusedWith } from "./obtain-approval.ts";

/** A production change that its agent's owner can't approve. */
export async function holdForPhone(demo: Demo): Promise<void> {
  const { terminal, deploys, grace, bo, place } = demo;
  terminal.title("2 of 5 · A production rollback waits for another person's phone");
  terminal.say(
    "  Deploy bot wants to roll back payments in production. A rule says that someone on call decides:",
  );
  terminal.say("  Grace. Bo, who owns Deploy bot, can't.");
  const params = { environment: "production", service: "payments", change: "rollback", version: "4.1.2" };
  const action = { type: "infra.change", resource: "cluster/prod-1", params };
  const reason = "Errors since the last release";
  const whilePending = async (requestId: string) => {
    const code = await refusedWith("403 not_entitled", bo.approve(requestId, grace));
    terminal.say(`  Bo's approval  refused  ${code}\n`);
    const link = await ownPasskeyLink(demo, grace, `/requests/${requestId}`);
    for (const line of phoneLines(place.origin, link)) terminal.say(`  ${line}`);
  };
  const grant = await obtainApproval(demo, deploys, action, { reason, by: grace, whilePending });
  await deploys.redeem(grant, action);
  terminal.say("\n  Approved by Grace, and redeemed. The demo changes no infrastructure.");
}

/** How to open the request as another person: a phone needs an address that it can reach. */
export function phoneLines(origin: string, link: string): string[] {
  const { hostname } = new URL(origin);
  if (isLoopbackHost(hostname))
    return [
      `A phone can't open ${hostname}. To try one, set PORT and an https COUNTERSIGN_DEMO_URL that reaches it.`,
      "On this machine, this one-time link in a private window makes you Grace, and leads to the request:",
      link,
    ];
  return [
    "Scan this with a phone. The one-time link creates Grace's passkey there, and leads to the request.",
    ...encodeQR(link, "term", { ecc: "low", border: 2 }).split("\n"),
    link,
  ];
}
