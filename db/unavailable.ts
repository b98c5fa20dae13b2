// Connection-level codes of postgres.js and the operating system, and PostgreSQL's classes 08
// (connection exception) and 57P01-57P05 (shutdown, crash, cannot connect now), plus
// too_many_connections, and read_only_sql_transaction, which a standby answers to each write.
const connectionCodes = new Set([
  "NO_PRIMARY",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "CONNECTION_CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "25006",
  "53300",
  "57P01",
  "57P02",
  "57P03",
  "57P05",
]);

/** Whether an error or its cause means an unreachable database: a later retry makes sense. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return hasCode(error, (code) => connectionCodes.has(code) || /^08/.test(code));
}

// lock_not_available (our lock_timeout), deadlock_detected, serialization_failure.
const contentionCodes = new Set(["55P03", "40P01", "40001"]);

/** Whether locks were waited for too long. The transaction changed nothing; a retry makes sense. */
export function isDatabaseBusy(error: unknown): boolean {
  return hasCode(error, (code) => contentionCodes.has(code));
}

/** Whether an error or its cause means an exceeded timeout of a statement, a transaction or its pauses. */
export function isOutOfTime(error: unknown): boolean {
  return hasCode(error, (code) => ["57014", "25P03", "25P04"].includes(code));
}

/** Whether an error or its cause means an exceeded lock_timeout. */
export function isLockTimeout(error: unknown): boolean {
  return hasCode(error, (code) => code === "55P03");
}

function hasCode(error: unknown, isMeant: (code: string) => boolean): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === "string" && isMeant(code)) return true;
  return cause !== undefined && cause !== error && hasCode(cause, isMeant);
}
