import { and, eq, isNull, type SQL } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import type { SendResult } from "./channel.ts";

export interface EmailReader {
  id: string;
  name: string;
  email: string;
}

/** Only confirmed emails: an address that only a directory changed gets nothing until an admin agrees. */
export const hasConfirmedEmail = and(eq(people.status, "active"), isNull(people.emailGivenAt)) as SQL;

/** The person's current name and address; undefined without a confirmed address. */
export async function findEmailReader(db: Database, personId: string): Promise<EmailReader | undefined> {
  const { id, name, email } = people;
  const [reader] = await db
    .select({ id, name, email })
    .from(people)
    .where(and(eq(id, personId), hasConfirmedEmail));
  return reader;
}

/** The result for a person without {@link findEmailReader}'s answer. */
export const noEmailReader: SendResult = {
  outcome: "gone",
  reason: "The person isn't active, or their email isn't confirmed.",
};
