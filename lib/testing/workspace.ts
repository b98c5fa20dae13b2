import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { agentBackups, agents } from "#db/schema/agents";
import { delegations } from "#db/schema/delegations";
import type { PersonStatus, Role } from "#db/schema/directory";
import { groupMembers, groups } from "#db/schema/groups";
import { approvals, requests } from "#db/schema/requests";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import type { Action } from "#lib/policy/language/action";
import { seedPolicy } from "#lib/publishing/seed";
import { passkeyOrigin } from "./passkey-origin.ts";
import { type RequestColumns, requestRow } from "./request-row.ts";

export const now = new Date("2026-11-24T12:00:00Z");

type Person = Pick<TestPerson, "personId">;

export interface TestAgent {
  id: string;
  ownerId: string;
}

/**
 * A workspace whose rows are inserted directly: a test can have people, agents, requests and
 * decisions in any state and from any time. For tests only.
 */
export class TestWorkspace {
  constructor(
    readonly db: Database,
    /** The time of new rows; spans count from it. */
    readonly clock: () => Date = () => now,
  ) {}

  /** A workspace with the default policy, in a new database. */
  static async open(clock = () => now): Promise<TestWorkspace> {
    const { db } = await createTestDatabase();
    const workspace = new TestWorkspace(db, clock);
    await workspace.seed();
    return workspace;
  }

  async seed(): Promise<void> {
    await this.db.transaction((tx) => seedPolicy(tx, this.clock()));
  }

  person(name: string, roles: Role[] = ["approver"], status: PersonStatus = "active"): Promise<TestPerson> {
    return addPerson(this.db, { name, roles, status, now: this.clock() });
  }

  async agent(name: string, owner: Person, backups: Person[] = []): Promise<TestAgent> {
    const agent = await this.#insertAgent({ name, ownerId: owner.personId });
    for (const { personId } of backups)
      await this.db.insert(agentBackups).values({ agentId: agent.id, personId });
    return agent;
  }

  /** The agent of a person's test requests (`edge: "test"`). */
  agentOfTests({ personId: ownerId }: Person): Promise<TestAgent> {
    return this.#insertAgent({ name: "Test agent", ownerId, isTest: true });
  }

  async #insertAgent(agent: { name: string; ownerId: string; isTest?: true }): Promise<TestAgent> {
    const createdAt = this.clock();
    const id = newId("agt", createdAt);
    await this.db
      .insert(agents)
      .values({ id, ...agent, status: "active", createdBy: agent.ownerId, createdAt });
    return { id, ownerId: agent.ownerId };
  }

  /** A request from `secondsAgo`, with `lifeSeconds` left. */
  async request(agent: TestAgent, { wanted = refund, ...more }: RequestColumns = {}): Promise<string> {
    const row = requestRow(agent, { wanted, ...more, now: this.clock() });
    await this.db.insert(requests).values(row);
    return row.id;
  }

  async decision(requestId: string, { personId }: Person, decision: "approve" | "deny"): Promise<string> {
    const id = newId("apr", this.clock());
    const bytes = new Uint8Array([1]);
    const evidence = {
      ...{ statement: bytes, credentialId: "credential", publicKey: bytes, authenticatorData: bytes },
      ...{ clientDataJson: bytes, signature: bytes, passkeyOrigin },
    };
    const denial = decision === "deny" ? { note: "Not this one", reasonCode: "not_now" } : {};
    const row = { id, requestId, personId, decision, capacity: "owner" as const, ...denial, ...evidence };
    await this.db.insert(approvals).values({ ...row, createdAt: this.clock() });
    return id;
  }

  async group(members: Person[], name?: string): Promise<string> {
    const createdAt = this.clock();
    const id = newId("grp", createdAt);
    await this.db.insert(groups).values({ id, name: name ?? `Finance ${id}`, createdBy: "test", createdAt });
    for (const member of members) await this.join(id, member);
    return id;
  }

  async join(groupId: string, { personId }: Person): Promise<void> {
    await this.db.insert(groupMembers).values({ groupId, personId, addedBy: "test", addedAt: this.clock() });
  }

  /** A delegation between two people; the span is in seconds from now. */
  async delegate(person: Person, to: Person, span = { from: -3600, to: 3600 }): Promise<string> {
    const createdAt = this.clock();
    const id = newId("dlg", createdAt);
    await this.db.insert(delegations).values({
      id,
      personId: person.personId,
      delegateId: to.personId,
      startsAt: addSeconds(createdAt, span.from),
      endsAt: addSeconds(createdAt, span.to),
      createdBy: person.personId,
      createdAt,
      confirmedAt: addSeconds(createdAt, span.from),
    });
    return id;
  }

  async revokeDelegation(delegationId: string): Promise<void> {
    await this.db
      .update(delegations)
      .set({ revokedAt: this.clock() })
      .where(eq(delegations.id, delegationId));
  }
}

export const refund: Action = {
  type: "refund.create",
  resource: "charge/ch_81",
  params: { amount: 1250, currency: "USD" },
};
