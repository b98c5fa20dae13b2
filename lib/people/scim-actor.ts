import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { scimTokens } from "#db/schema/scim";

/** The actor id of the SCIM client with this token id (`sct_`), in audit events and columns. */
export function scimActorId(tokenId: string): string {
  return `scim:${tokenId}`;
}

/** Whether an actor is a SCIM client. */
export function isScimActor(actorId: string | null): boolean {
  return actorId?.startsWith(scimActorId("")) ?? false;
}

/** A query fragment: the name of the directory behind a column's actor ID, or null. */
export function directoryNamed(actorId: PgColumn): SQL<string | null> {
  return sql<
    string | null
  >`(select ${scimTokens.name} from ${scimTokens} where 'scim:' || ${scimTokens.id} = ${actorId})`;
}
