// @ts-check

/** Nothing was sent to the MCP server. */
export class NotSentError extends Error {}
