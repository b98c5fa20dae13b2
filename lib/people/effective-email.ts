import { type SQL, sql } from "drizzle-orm";
import { people } from "#db/schema/directory";

/**
 * The address that decides a person's connection: the current address, or, while a directory has
 * changed it and no admin has confirmed the change, the previous one. A directory must neither
 * release a person from the connection an address binds them to, nor bind a person to another.
 */
export const effectiveEmail: SQL<string> = sql<string>`case when ${people.emailGivenAt} is null then ${people.email}
  else coalesce(${people.emailBefore}, ${people.email}) end`;
