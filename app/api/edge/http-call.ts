/** What authentication reads of a call: Hono's context is one, and so is a plain call (plain-calls.ts). */
export interface HttpCall {
  req: { header(name: string): string | undefined };
  /** `incoming` is the call as Node has it; absent in tests without a socket. */
  env: unknown;
}
