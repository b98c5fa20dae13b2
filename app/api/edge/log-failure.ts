import { callIdOf } from "#app/runtime/call-id";
import { routeLabel } from "#app/runtime/route-label";
import { runtime } from "#app/runtime/runtime";
import { CountersignError } from "#lib/kernel/errors";
import type { HttpCall } from "./http-call.ts";

/** Logs a failed call. The message of a refusal is not logged: it may repeat an agent's text. */
export function logFailure(
  error: unknown,
  c: HttpCall,
  { method, path }: { method: string; path: string },
): void {
  const isExpected = error instanceof CountersignError && error.code !== "internal";
  const { log } = runtime();
  // Not `callLog`: a logger for each refusal costs a forger little and the process much.
  const call = callIdOf(c);
  if (isExpected)
    log.debug({ call, code: error.code, method, route: routeLabel(path) }, "a call was refused");
  else log.error({ call, err: error }, "a call failed");
}
