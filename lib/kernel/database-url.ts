import { z } from "zod";
import { hostsFault, urlsOf } from "#db/primary/hosts";
import { secretUrl } from "./secret-url.ts";

const ofOneHost = secretUrl(/^postgres(ql)?$/, "must be a postgres:// URL");

/** A connection string of PostgreSQL, which may name several hosts. */
export function databaseUrl() {
  return z.string().superRefine((text, context) => {
    const faults = urlsOf(text).flatMap((url) => ofOneHost.safeParse(url).error?.issues ?? []);
    const fault = hostsFault(text) ?? faults[0]?.message;
    if (fault !== undefined) context.addIssue(fault);
  });
}
