import { parentPort } from "node:worker_threads";
import { compileWith } from "./metered-code.ts";

/** Compiles like a request's validators, which are never called here. */
const meter = {
  compare: () => undefined,
  areUnique: () => true,
  pattern: () => ({ test: () => true }),
};

parentPort?.on("message", (schema: Record<string, unknown>) => {
  parentPort?.postMessage(faultOf(schema));
});

function faultOf(schema: Record<string, unknown>): string | undefined {
  try {
    for (const allErrors of [false, true]) {
      // With Ajv's `$async` a validator returns a promise, which counts as true.
      if ("$async" in compileWith(schema, meter, allErrors)) return "an asynchronous schema";
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
