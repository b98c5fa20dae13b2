import { type SQL, sql } from "drizzle-orm";
import { people } from "#db/schema/directory";

/**
 * The email that decides a person's connection: the current email, or, while a directory's change
 * is unconfirmed, the previous email. A directory must neither release a person from the connection
 * of their email, nor bind the person to another connection.
 */
export const effectiveEmail: SQL<string> = sql<string>`case when ${people.emailGivenAt} is null then ${people.email}
  else coalesce(${people.emailBefore}, ${people.email}) end`;
