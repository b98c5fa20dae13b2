import type { Admission } from "./admit.ts";

declare module "fastify" {
  interface FastifyRequest {
    /**
     * What `requireGrant` admitted. The member is absent on a route without `requireGrant`, where
     * reading the action throws.
     */
    countersign: Admission;
  }
}

export type { Admission };
