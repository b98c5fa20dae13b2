// A peer: Cedar behind a bare node:http server. A decision without a person: the caller isn't
// authenticated, nothing is stored, and there is no grant to redeem.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";

const staticPolicies = {
  allow: `permit (principal, action == Action::"refund.create", resource)
    when { context.currency == "USD" && context.amount.lessThanOrEqual(decimal("100.0")) };`,
  block: `forbid (principal, action == Action::"refund.create", resource)
    when { context.amount.greaterThan(decimal("50000.0")) };`,
};
const prepared = preparsePolicySet("refunds", { staticPolicies });
if (prepared.type === "failure") throw new Error(prepared.errors.map(({ message }) => message).join("; "));

const server = createServer(async (request, response) => {
  const { agent, action, resource, amount, currency } = JSON.parse(await text(request));
  const answer = statefulIsAuthorized({
    principal: { type: "Agent", id: agent },
    action: { type: "Action", id: action },
    resource: { type: "Resource", id: resource },
    context: { amount: { __extn: { fn: "decimal", arg: amount } }, currency },
    entities: [],
    preparsedPolicySetId: "refunds",
  });
  const isAllowed = answer.type === "success" && answer.response.decision === "allow";
  const body = JSON.stringify({ decision: isAllowed });
  response.writeHead(isAllowed ? 200 : 403, { "content-type": "application/json" }).end(body);
});
server.listen(0, "127.0.0.1", () =>
  process.stdout.write(`listening ${(server.address() as AddressInfo).port}\n`),
);
