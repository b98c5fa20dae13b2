import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { agentBackups, agents } from "#db/schema/agents";
import { people, workspace as settings } from "#db/schema/directory";
import { createAgent } from "#lib/agents/create-agent";
import { addPerson, masterSecret, type TestPerson } from "#lib/membership/testing/people";
import { type Rule, ruleSchema } from "#lib/policy/language/rule";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";
import { listOpenProposals } from "#lib/proposals/find-proposals";
import { confirmProposal } from "#lib/proposed-changes/confirm-proposal";
import type { Viewer } from "#lib/sessions/session";
import { TestWorkspace } from "#lib/testing/workspace";

export const now = new Date("2026-11-24T10:00:00Z");
const config = { origin: "https://countersign.example" };

/**
 * A workspace with a policy and three admins that requires two admins for changes. For tests only.
 */
export async function openTwoAdmins() {
  const workspace = await TestWorkspace.open(() => now);
  const { db } = workspace;
  await db.insert(settings).values({ name: "Test", createdAt: now, publishNeedsSecondAdmin: true });
  const admin = (name: string) => workspace.person(name, ["admin"]);
  const [ada, bo, cy] = [await admin("Ada"), await admin("Bo"), await admin("Cy")];

  /** The authority of a person who confirmed with their passkey. */
  const by = (person: TestPerson, at = now) => ({
    actor: person as Viewer,
    confirmedWith: person.authenticator.credentialId,
    now: at,
  });

  /** The one open proposal. */
  async function open(at = now) {
    const found = await listOpenProposals(db, { viewer: ada, now: at });
    const [proposal] = found;
    if (!proposal || found.length > 1) return expect.unreachable(`${found.length} proposals are open`);
    return proposal;
  }

  /** Confirms a proposal with its digest, as an admin does after reading. */
  async function confirm(person: TestPerson, proposal: { id: string; digest: string }, at = now) {
    const { id: proposalId, digest } = proposal;
    return confirmProposal(db, { ...by(person, at), proposalId, digest, masterSecret, config });
  }

  /** Publishes the live version with added rules. */
  async function enforce(...rules: Partial<Rule>[]): Promise<void> {
    const { version, rules: before, defaultOutcome, unclassified, catalog } = await versionInForce(db);
    const added = rules.map((rule, index) =>
      ruleSchema.parse({ id: `added-${version}-${index}`, title: "Added", actions: ["*"], ...rule }),
    );
    await db.transaction((tx) =>
      insertVersion(tx, {
        ...{ version: version + 1, rules: [...before, ...added], defaultOutcome, unclassified, catalog },
        ...{ actor: { type: "person", id: ada.personId } as const, now },
      }),
    );
  }

  return { db, ada, bo, cy, by, open, confirm, enforce };
}

/** The same with an approver's agent, and the state that changes of it concern. */
export async function openTwoAdminsWithAgent() {
  const two = await openTwoAdmins();
  const { db, ada } = two;
  const approver = () => addPerson(db, { roles: ["approver"], now });
  const owner = await approver();
  const bot = { actor: ada, name: "Refund bot", ownerId: owner.personId, now };
  const { agentId } = await createAgent(db, bot);
  return {
    ...{ ...two, approver, owner, agentId },
    labels: async () => (await db.select().from(agents))[0]?.labels,
    backups: () => db.$count(agentBackups, eq(agentBackups.agentId, agentId)),
    rolesOf: async ({ personId }: { personId: string }) =>
      (await db.select().from(people).where(eq(people.id, personId)))[0]?.roles,
  };
}
