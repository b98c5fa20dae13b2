import type { Admission } from "./admit.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What `requireGrant` admitted. Absent on routes without `requireGrant`. */
    countersign: Admission;
  }
}

export type { Admission };
