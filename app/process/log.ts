import { format } from "node:util";
import pino, { type DestinationStream, type Logger } from "pino";

/** Values under these names are never logged. */
const secretNames = [
  ...["authorization", "cookie", "set-cookie", "webhook-signature", "dpop"],
  ...["token", "secret", "password", "grant", "credential", "reason", "context", "params", "note"],
];

/** The log: JSON lines on standard output, without secrets and without texts by agents. */
export function createLog(
  level: string,
  destination: DestinationStream = pino.destination({ sync: false }),
): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: secretNames.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
        censor: "[redacted]",
      },
      serializers: { err: describeError, error: describeError },
    },
    destination,
  );
}

/**
 * Writes what Next and other libraries print as lines of the log: they print failed SQL with its
 * parameters. An error with a digest is left to instrumentation.ts, which knows the call.
 */
export function takeConsole(log: Logger): void {
  for (const level of ["error", "warn"] as const)
    console[level] = (...printed: unknown[]) => {
      const err = printed.find((one) => one instanceof Error);
      if (err && "digest" in err) return;
      log[level]({ err }, format(...printed.filter((one) => one !== err)));
    };
}

/** Errors without the parameters of failed SQL, which contain text by people and agents. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { code, cause } = error as Error & { code?: unknown };
  const isStatement = error.message.startsWith("Failed query:");
  return {
    type: error.name,
    code,
    message: isStatement ? error.message.split("\nparams:")[0] : error.message,
    stack: error.stack?.split("\n").filter((line) => /^\s+at /.test(line)),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}
