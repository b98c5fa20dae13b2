import { routeLabel } from "#app/runtime/route-label";
import { runtime } from "#app/runtime/runtime";
import { CountersignError } from "#lib/kernel/errors";

/** Logs a failed call. The message of a refusal is not logged: it may repeat an agent's text. */
export function logFailure(error: unknown, { method, path }: { method: string; path: string }): void {
  const isExpected = error instanceof CountersignError && error.code !== "internal";
  const { log } = runtime();
  if (isExpected) log.debug({ code: error.code, method, route: routeLabel(path) }, "a call was refused");
  else log.error({ err: error }, "a call failed");
}
