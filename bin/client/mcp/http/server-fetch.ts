import type { Message } from "../call/message.ts";

/** Calls the MCP server as over HTTP. Rejects with `NotSentError` if nothing was sent. */
export type ServerFetch = (call: {
  method: string;
  headers: Record<string, string>;
  message?: Message;
  agent: string;
  signal: AbortSignal;
}) => Promise<Response>;

/** Nothing reached the MCP server. */
export class NotSentError extends Error {}
