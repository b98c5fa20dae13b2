import type { Admission } from "./admit.ts";

declare global {
  // The namespace that Express's types merge into each request, so that this package depends on no
  // version of them.
  namespace Express {
    interface Request {
      /** What `requireGrant` admitted. Absent on routes without `requireGrant`. */
      countersign: Admission;
    }
  }
}

export type { Admission };
