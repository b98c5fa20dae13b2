import { createHash } from "node:crypto";
import { digestedText } from "#client/digested-text";
import type { Json } from "./fault.ts";

export interface Action {
  type: string;
  resource?: string;
  params: { [name: string]: Json };
  audience?: string;
}

/** What an approval is bound to: base64url(SHA-256({@link digestedText})). */
export function actionDigest(agent: string, action: Action): string {
  return createHash("sha256").update(digestedText(agent, action)).digest("base64url");
}
