import type { Untyped } from "#client/json/untyped";
import type { Message } from "./message.ts";
import type { ListTools, ToolList } from "./tool-list.ts";

/** The MCP server's response as sent (`bytes`); the client may have it already (`isDelivered`). */
export interface Forwarded {
  message: Message;
  bytes: string;
  isDelivered?: boolean;
}

/** The connection of a call. */
export interface Side {
  /** The calling agent, and its port to Countersign. */
  agent: { id: string; countersign: Untyped };
  capabilities: Untyped;
  signal: AbortSignal;
  notify: (message: Message) => void;
  elicit?: (params: object) => Promise<unknown>;
  tools: ToolList;
  listTools: ListTools;
  /** Sends the call. Rejects with an UncertainError when the MCP server may have run the call. */
  forward: (request: Message, options: { signal: AbortSignal; isDetached: boolean }) => Promise<Forwarded>;
}

/** The client's response, unless delivered already. */
export interface Answer {
  message: Message;
  isDelivered?: boolean;
}
