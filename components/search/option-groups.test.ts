import { expect, test } from "vitest";
import { optionGroups, type SearchAnswer } from "./option-groups.ts";

const agent = { id: "agt_1", name: "Refund bot" };
const person = { id: "per_1", name: "Ada" };
const request = {
  ...{ id: "req_1", state: "pending" as const, actionType: "refund.create", title: "Refund a payment" },
  ...{ agent: agent.name, agentId: agent.id },
};

test("a result about an agent or a person has their picture, and any other result has none", () => {
  const found: SearchAnswer = {
    agents: [{ ...agent, status: "active" }],
    people: [{ ...person, email: "ada@example.com", status: "active" }],
    requests: [request],
    matches: [{ ...request, resource: null, amount: null, currency: null }],
    holds: [agent],
    pages: [{ href: "/policy", label: "Policy" }],
  };
  const pictures = optionGroups(found, "a").map(({ label, options: [option] }) => [
    label,
    option?.agent ?? option?.person,
  ]);
  expect(Object.fromEntries(pictures)).toMatchObject({
    Requests: agent,
    "Requests by type, resource or amount": agent,
    Agents: agent,
    People: person,
    Actions: agent,
    Pages: undefined,
  });
});
