/** What authentication reads of a call: Hono's context is one, and so is a plain call (plain-calls.ts). */
export interface HttpCall {
  req: { header(name: string): string | undefined };
  /**
   * `incoming` and `outgoing` are the call and its answer as Node has them; absent in tests without a
   * socket.
   */
  env: unknown;
}
