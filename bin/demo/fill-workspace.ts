import { type Agent, createAgent as createClient } from "#client/agent/agent";
import { newKeyPair } from "#client/keys";
import type { Database } from "#db/client";
import { createAgent } from "#lib/agents/create-agent";
import { addPublicKey } from "#lib/agents/keys/add-key";
import { createGroup } from "#lib/membership/groups/create-group";
import { invitePerson } from "#lib/membership/invite-person";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { withDatabase } from "../../e2e/fixtures/database.ts";
import { DemoPerson, type Place } from "./demo-person.ts";
import { openPayments, type Payments } from "./payments.ts";
import type { Terminal } from "./terminal.ts";

/** What the steps share. */
export interface Demo {
  terminal: Terminal;
  place: Place;
  ada: DemoPerson;
  grace: DemoPerson;
  bo: DemoPerson;
  refunds: Agent;
  deploys: Agent;
  support: Agent;
  payments: Payments;
}

/** People, agents, a policy and requests, all made through the verbs and calls that anyone uses. */
export async function fillWorkspace(place: Place, terminal: Terminal): Promise<Demo> {
  const token = place.server.setupLink.split("/").at(-1) ?? "";
  const form = { token, workspace: "Demo", name: "Ada Admin", email: "ada@example.com" };
  const ada = await DemoPerson.enroll(place, "/api/setup", form);
  const [grace, bo] = [await invite(place, ada, "Grace On-Call"), await invite(place, ada, "Bo Leaving")];
  const use = <Result>(act: (db: Database) => Promise<Result>) => withDatabase(place.server, act);
  await use((db) => publishRules(db, { ada, grace }));
  const agent = (name: string, owner: DemoPerson) => use((db) => newAgent(db, { place, ada, name, owner }));
  const demo = {
    ...{ terminal, place, ada, grace, bo },
    refunds: await agent("Refund bot", ada),
    deploys: await agent("Deploy bot", bo),
    support: await agent("Support bot", bo),
    payments: await openPayments(place, ada),
  };
  await askForThePast(demo);
  return demo;
}

/**
 * A one-time link with which the visitor adds a passkey of their own to a person's.
 * @param next path that the link leads to then
 */
export async function ownPasskeyLink({ place, ada }: Demo, person: DemoPerson, next = ""): Promise<string> {
  const recovery = { personId: person.id, oldPasskeys: "keep", actor: ada.viewer, now: new Date() } as const;
  const link = await withDatabase(place.server, (db) => issueRecovery(db, recovery));
  if (!("token" in link)) throw new Error("the link takes a second admin");
  return `${place.origin}/enroll/${link.token}${next && `?${new URLSearchParams({ next })}`}`;
}

async function invite(place: Place, ada: DemoPerson, name: string): Promise<DemoPerson> {
  const email = `${name.split(" ")[0]?.toLowerCase()}@example.com`;
  const invitation = { name, email, roles: ["approver" as const], actor: ada.viewer, now: new Date() };
  const link = await withDatabase(place.server, (db) => invitePerson(db, invitation));
  if (!("token" in link)) throw new Error("the invitation takes a second admin");
  return DemoPerson.enroll(place, "/api/enrollments", { token: link.token });
}

interface NewAgent {
  place: Place;
  ada: DemoPerson;
  name: string;
  owner: DemoPerson;
}

async function newAgent(db: Database, { place, ada, name, owner }: NewAgent): Promise<Agent> {
  const { privateKey: key, publicKey } = await newKeyPair();
  const by = { actor: ada.viewer, now: new Date() };
  const { agentId } = await createAgent(db, { ...by, name, ownerId: owner.id });
  await addPublicKey(db, { ...by, agentId, publicKey });
  return createClient({ issuer: place.origin, url: place.address, agent: agentId, key });
}

/** Waits outlast a visitor who reads. */
const patience = { requestTtlSeconds: 3600, grantTtlSeconds: 900 };

async function publishRules(db: Database, { ada, grace }: { ada: DemoPerson; grace: DemoPerson }) {
  const by = { actor: ada.viewer, now: new Date() };
  const { groupId } = await createGroup(db, { ...by, name: "On-call", memberIds: [grace.id] });
  const { version, rules, defaultOutcome } = await versionInForce(db);
  const amount = { kind: "amount", amount: "amount", currency: "currency", currencies: ["USD"] };
  const refund = (id: string, title: string, outcome: string, tier: object) => {
    const conditions = [{ ...amount, ...tier }];
    return { ...patience, id, title, outcome, actions: ["refund.create"], conditions, threshold: "refund" };
  };
  const own = [
    refund("refund-small", "Auto-approve refunds up to 100", "allow", { over: 0, upTo: 100 }),
    refund("refund", "Refunds up to 100,000 need 1 approval", "step_up", { over: 100, upTo: 100_000 }),
    refund("refund-too-large", "Block refunds over 100,000", "block", { over: 100_000 }),
    {
      ...{ ...patience, id: "production", title: "Production commands need someone on call" },
      ...{ outcome: "step_up", actions: ["infra.change"] },
      approvers: { kind: "group", group: groupId, ownerExcluded: true },
    },
  ];
  const kept = rules.filter(({ id, threshold }) => threshold !== "refund" && id !== "change-infrastructure");
  await publishPolicy(db, { ...by, rules: [...kept, ...own], defaultOutcome, expectedVersion: version });
}

/** Small refunds that policy approves, some that Ada decides, and two that stay pending. */
async function askForThePast({ refunds, support, ada }: Demo): Promise<void> {
  const refund = (n: number, amount: number) => ({
    ...{ type: "refund.create", resource: `charge/ch_${n}` },
    params: { amount, currency: "USD" },
  });
  for (let n = 1; n <= 12; n += 1) await refunds.ask(refund(n, 7 * n), { reason: "Delivered too late" });
  for (const [n, amount] of [320, 1250, 480, 990].entries()) {
    const { requestId } = await refunds.ask(refund(20 + n, amount), { reason: "Customer was billed twice" });
    if (amount === 990) await ada.deny(requestId, "This customer was refunded yesterday");
    else await ada.approve(requestId);
  }
  await refunds.ask(refund(31, 640), { reason: "Wrong size, sent back", expiresInSeconds: 3600 });
  const params = { to: "customer@example.com", subject: "Your order", body: "It arrives on Tuesday." };
  await support.ask(
    { type: "message.send", params },
    { reason: "The customer asked", expiresInSeconds: 3600 },
  );
}
