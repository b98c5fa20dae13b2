import { type SQL, sql } from "drizzle-orm";
import { people } from "#db/schema/directory";

/**
 * The email that decides a person's connection; while a directory's change is unconfirmed, the
 * previous one. A directory must neither release a person from a connection, nor bind them to
 * another.
 */
export const effectiveEmail: SQL<string> = sql<string>`case when ${people.emailGivenAt} is null then ${people.email}
  else coalesce(${people.emailBefore}, ${people.email}) end`;
