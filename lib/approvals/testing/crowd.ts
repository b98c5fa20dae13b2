import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { delegations } from "#db/schema/delegations";
import { groupMembers, groups } from "#db/schema/groups";
import { addSeconds } from "#lib/clock";
import { newId } from "#lib/ids";
import { now } from "#lib/requests/testing/queue-world";

type Somebody = { personId: string };

/** Inserts groups and delegations directly into a database, for tests of their effects. */
export class Crowd {
  constructor(
    readonly db: Database,
    /** What moments count from. */
    readonly clock: () => Date = () => now,
  ) {}

  async group(members: Somebody[], name?: string): Promise<string> {
    const id = newId("grp", this.clock());
    const createdAt = this.clock();
    await this.db.insert(groups).values({ id, name: name ?? `Finance ${id}`, createdBy: "test", createdAt });
    for (const member of members) await this.join(id, member);
    return id;
  }

  async join(groupId: string, { personId }: Somebody): Promise<void> {
    await this.db.insert(groupMembers).values({ groupId, personId, addedBy: "test", addedAt: this.clock() });
  }

  /** Records a delegation between two people; the span is in seconds from now. */
  async away(person: Somebody, delegate: Somebody, span = { from: -3600, to: 3600 }): Promise<string> {
    const id = newId("dlg", this.clock());
    await this.db.insert(delegations).values({
      id,
      personId: person.personId,
      delegateId: delegate.personId,
      startsAt: addSeconds(this.clock(), span.from),
      endsAt: addSeconds(this.clock(), span.to),
      createdBy: person.personId,
      createdAt: this.clock(),
    });
    return id;
  }

  async revoke(delegationId: string): Promise<void> {
    await this.db
      .update(delegations)
      .set({ revokedAt: this.clock() })
      .where(eq(delegations.id, delegationId));
  }
}
