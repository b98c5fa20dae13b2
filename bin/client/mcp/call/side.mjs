// @ts-check

/** @typedef {import("./message.mjs").Message} Message */

/**
 * The response to a call. `bytes`: as the MCP server sent it. `isDelivered`: the client has it
 * already.
 * @typedef {{message: Message, bytes: string, isDelivered?: boolean}} Forwarded
 */

/**
 * What the gate needs of the connection that a call came through.
 * @typedef {object} Side
 * @property {{id: string, countersign: any}} agent the agent that calls, and its port to Countersign
 * @property {any} capabilities what the client lists for this request
 * @property {AbortSignal} signal aborts when the client cancels the call
 * @property {(message: Message) => void} notify sends a notification about this call to the client
 * @property {(params: object) => Promise<unknown>} [elicit] asks the client something
 * @property {import("./tool-list.mjs").ToolList} tools
 * @property {import("./tool-list.mjs").ListTools} listTools
 * @property {(request: Message, options: {signal: AbortSignal, isDetached: boolean}) =>
 * Promise<Forwarded>} forward sends the call to the MCP server. Rejects with an UncertainError when
 * the server may have run the call
 */

/**
 * What the client gets: the response, unless it is delivered already.
 * @typedef {{message: Message, isDelivered?: boolean}} Answer
 */

export {};
