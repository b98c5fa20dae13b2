import { createHash } from "node:crypto";
import { canonicalJson } from "#client/json/canonical";
import type { Json } from "../fault.ts";

export interface Action {
  type: string;
  resource?: string;
  params: { [name: string]: Json };
  audience?: string;
}

/**
 * What an approval is bound to: base64url(SHA-256(JCS({agent, type, resource?, params,
 * audience?}))).
 */
export function actionDigest(agent: string, action: Action): string {
  const { type, resource, params, audience } = action;
  const text = canonicalJson({ agent, type, resource, params, audience });
  return createHash("sha256").update(text).digest("base64url");
}
