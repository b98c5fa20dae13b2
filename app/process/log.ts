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
 * parameters, and objects with anything. An error with a digest is left to instrumentation.ts, which knows
 * the call.
 */
export function takeConsole(log: Logger): void {
  for (const level of ["error", "warn"] as const)
    console[level] = (...printed: unknown[]) => {
      const err = printed.find((one) => one instanceof Error);
      if (err && "digest" in err) return;
      log[level]({ err }, withoutValues(format(...printed.map(textOf))));
    };
}

/** An error as its first line, and of any other object its type alone. */
function textOf(printed: unknown): unknown {
  if (printed instanceof Error) return withoutValues(String(printed));
  return typeof printed === "object" && printed !== null ? `[${printed.constructor?.name}]` : printed;
}

/** A text up to the parameters of a statement, or to PostgreSQL's detail: nothing says where they end. */
function withoutValues(text: string): string {
  return (text.split(/(?:params|parameters|detail):/, 1)[0] ?? "").trimEnd();
}

/** Errors without the parameters of failed SQL, which contain text by people and agents. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return withoutValues(String(error));
  const { code, cause, message, stack = "" } = error as Error & { code?: unknown };
  // PostgreSQL's data exceptions quote the value.
  const isAboutValue = /^22[0-9A-Z]{3}$/.test(String(code));
  return {
    type: error.name,
    code,
    message: isAboutValue ? message.replace(/".*"/s, '"…"') : withoutValues(message),
    // Lines of the message can look like places.
    stack: stack
      .slice(Math.max(0, stack.indexOf(message)) + message.length)
      .split("\n")
      .filter((line) => /^\s+at /.test(line)),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}
