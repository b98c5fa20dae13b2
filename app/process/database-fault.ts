import path from "node:path";
import { type DatabaseOrigin, UnknownDatabaseError } from "#db/known-migrations";
import { MigrationFailure } from "#db/migrate";
import { PoolerError } from "#db/pooler/pooler-error";
import { placeOf } from "#db/primary/hosts";
import { isDatabaseUnavailable } from "#db/unavailable";
import type { Config } from "#lib/kernel/config";
import { faultFrom } from "#lib/outbound/outbound-fault";
import { BootFailure, causeWords } from "./boot-failure.ts";

/** The error as a sentence for the operator, if the operator can end it; otherwise the error itself. */
export function explainDatabaseFault(
  error: unknown,
  { databaseUrl, databaseDirectUrl, databaseReadUrl, dataFolder }: Config,
  url: string,
): unknown {
  if (error instanceof BootFailure) return error;
  const where = placeOf(url);
  const others = {
    [databaseDirectUrl ?? ""]: "DATABASE_DIRECT_URL",
    [databaseReadUrl ?? ""]: "DATABASE_READ_URL",
  };
  const setting = others[url] ?? "DATABASE_URL";
  if (error instanceof PoolerError) return new BootFailure(poolerWords[error.reason](where));
  if (error instanceof UnknownDatabaseError) {
    return databaseUrl
      ? refusal(error.origin, `at ${where}`, "Create an empty database and name it in DATABASE_URL.")
      : refusal(error.origin, `in ${path.resolve(dataFolder)}`, "Set COUNTERSIGN_DATA to an empty folder.");
  }
  if (isParameterRefused(error)) return new BootFailure(poolerWords.pooler(where));
  // A limit of time ends the connection too, and its driver may know no more than that.
  const isCut = error instanceof MigrationFailure && codeOf(error) === "CONNECTION_CLOSED";
  const code = isCut ? "57014" : codeOf(error);
  if (code === "NO_PRIMARY")
    return new BootFailure(
      `The hosts in ${setting} have no primary: ${causeWords(error).replace(" (NO_PRIMARY)", "")}.`,
    );
  const sentence = faultWords[code]?.(where, setting);
  if (sentence !== undefined) return new BootFailure(sentence);
  if (faultFrom({ code }).reason === "tls") {
    return new BootFailure(
      `There's no trusted connection to the database at ${where} (${code}). Correct the host in ${setting}, or name your own authority in NODE_EXTRA_CA_CERTS.`,
    );
  }
  if (code === "ECONNRESET" && url.includes("sslmode=verify-full")) {
    return new BootFailure(
      `The database at ${where} ended the connection. sslmode=verify-full needs TLS: set ssl = on in PostgreSQL.`,
    );
  }
  if (isDatabaseUnavailable(error)) {
    return new BootFailure(
      `Can't reach the database at ${where} (${/^\d/.test(code) ? causeWords(error) : code}). Check that it's running and that ${setting} is correct.`,
    );
  }
  const isFromServer = error instanceof MigrationFailure || /^[0-9A-Z]{5}$/.test(code);
  return isFromServer ? new BootFailure(`The database at ${where} said: ${causeWords(error)}.`) : error;
}

/** PgBouncer refuses the parameters of a connection that it doesn't know, such as a session's limits. */
function isParameterRefused(error: unknown): boolean {
  return codeOf(error) === "08P01" && causeWords(error).includes("startup parameter");
}

/** The code of an error, or of the cause that drizzle names. */
function codeOf(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  return cause === undefined ? "" : codeOf(cause);
}

const poolerWords: Record<PoolerError["reason"] | "pooler", (where: string) => string> = {
  pooler: (where) =>
    `A pooler answers at ${where}. Set DATABASE_DIRECT_URL to PostgreSQL itself, for migrations, jobs and notifications.`,
  deaf: (where) =>
    `No notification sent at ${where} arrives where Countersign listens, so waiting agents would never be woken. If DATABASE_URL is a pooler such as PgBouncer, set DATABASE_DIRECT_URL to PostgreSQL itself.`,
  unlimited: (where) =>
    `Sessions at ${where} lack the time limits of the role in DATABASE_DIRECT_URL. Name the same role in DATABASE_URL. If it is the same, end the pooler's older connections (RECONNECT in PgBouncer).`,
};

const rejected = (where: string, setting: string) =>
  `The database at ${where} rejected the user name or password in ${setting}.`;

const tookTooLong = (where: string) =>
  `A migration took too long in the database at ${where}, and was taken back. Repeat when the database has less to do.`;

/** By the code of PostgreSQL or of the system. */
const faultWords: Readonly<Record<string, (where: string, setting: string) => string>> = {
  "28P01": rejected,
  "28000": rejected,
  "3D000": (where) => `Database ${where} doesn't exist. Create it first.`,
  "42501": (where, setting) =>
    `The role in ${setting} lacks a right at ${where}. Make it the owner of the database and of everything in it.`,
  "53100": () => "The database disk is full. Free some space and restart.",
  "55P03": (where) =>
    `Another session holds a lock in the database at ${where}. End that session, then repeat.`,
  "57014": tookTooLong,
  "25P03": tookTooLong,
  "25P04": tookTooLong,
  EAI_AGAIN: (where) => `The name server gave no answer about ${where}. Check the DNS of this machine.`,
};

function refusal(origin: DatabaseOrigin, where: string, startEmpty: string): BootFailure {
  const next = {
    "pre-release": startEmpty,
    newer: "Start that release, or restore a backup from before the upgrade.",
    changed: "Start the release that made it, or restore a backup.",
    unknown: `If it was restored from a backup, restore the schema drizzle too. Otherwise: ${startEmpty}`,
  }[origin];
  return new BootFailure(`The database ${where} ${origins[origin]}, and nothing in it was changed. ${next}`);
}

/** What goes after the name of a database. */
export const origins: Record<DatabaseOrigin, string> = {
  "pre-release": "was made by a pre-release of Countersign. No release can open it",
  newer: "was made by a newer release of Countersign. This release can't open it",
  changed: "was made by other migrations than those of this release. Countersign can't use it",
  unknown: "has tables, but no record of Countersign's migrations. Countersign can't use it",
};
