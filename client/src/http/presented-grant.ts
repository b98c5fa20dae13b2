import type { Presented } from "../grant/verify-proof.ts";

export type { Presented } from "../grant/verify-proof.ts";

/** The grant in `Authorization`, and the proof in `DPoP` or `Countersign-Proof`, if any. */
export function presentedGrant({
  headers,
  method,
}: {
  headers: Headers | Record<string, string | string[] | undefined>;
  method?: string;
}): Presented | undefined {
  const [, grant] = /^(?:bearer|dpop) +(\S+)$/i.exec(headerOf(headers, "authorization") ?? "") ?? [];
  if (grant === undefined) return undefined;
  return {
    grant,
    dpop: headerOf(headers, "dpop"),
    agentProof: headerOf(headers, "countersign-proof"),
    method,
  };
}

/** @param name lower case, as Node writes the names */
function headerOf(headers: Headers | Record<string, string | string[] | undefined>, name: string) {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  return typeof value === "string" ? value : undefined;
}
