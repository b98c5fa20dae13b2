import { createHash } from "node:crypto";
import type { Json } from "#client/json/canonical";
import { canonicalJson } from "#client/json/canonical";

/** A tool as an MCP server lists it: untrusted. */
export interface Tool {
  name: string;
  title?: unknown;
  description?: unknown;
  inputSchema?: unknown;
  outputSchema?: unknown;
  annotations?: unknown;
  icons?: unknown;
  execution?: unknown;
  _meta?: unknown;
}

export interface ToolHashes {
  description: string;
  schema: string;
}

/**
 * base64url(SHA-256(JCS)): texts in `description`, all else in `schema`, because a client gets everything.
 * @returns undefined for a tool that isn't JSON or is nested too deep
 */
export function hashTool({ name, title, description, ...others }: Tool): ToolHashes | undefined {
  try {
    return {
      description: hashOf({ name, title, description }),
      schema: hashOf(others),
    };
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function hashOf(value: object) {
  const text = canonicalJson(value as Json);
  return createHash("sha256").update(text).digest("base64url");
}
