import { createHash } from "node:crypto";
import { digestedText } from "#client/digested-text";
import type { Json } from "./fault.ts";

export interface Action {
  type: string;
  resource?: string;
  params: { [name: string]: Json };
  audience?: string;
}

export function actionDigest(agent: string, action: Action): string {
  return createHash("sha256").update(digestedText(agent, action)).digest("base64url");
}
