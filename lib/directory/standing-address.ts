import { type SQL, sql } from "drizzle-orm";
import { people } from "#db/schema/directory";

/**
 * The address that somebody is judged by: theirs, or while a directory has changed it and no admin has confirmed that, the one from before. A
 * directory must neither take anybody out of what an address binds them to, nor put them into it.
 */
export const standingAddress: SQL<string> = sql<string>`case when ${people.emailGivenAt} is null then ${people.email}
  else coalesce(${people.emailBefore}, ${people.email}) end`;
