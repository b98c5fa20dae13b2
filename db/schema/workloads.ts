import { index, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/** Exchanged OIDC tokens of workloads, each used once. Deleted when their age makes them worthless. */
export const workloadTokens = pgTable(
  "workload_tokens",
  {
    issuer: text().notNull(),
    /** Hash of the token's `jti`; of the signed part of a token without `jti`. */
    tokenHash: text("token_hash").notNull(),
    keyId: text("key_id").notNull(),
    usedAt: timestamp("used_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.tokenHash] }),
    index("workload_tokens_used").on(table.usedAt),
  ],
);
