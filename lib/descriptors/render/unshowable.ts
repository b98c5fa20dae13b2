import type { Fallback } from "../formats/format.ts";

/** Thrown while rendering when a descriptor can't show an action. */
export class Unshowable extends Error {
  constructor(readonly fallback: Fallback) {
    super(fallback.code);
  }
}

export function refuse(reason: Fallback): never {
  throw new Unshowable(reason);
}

export function bad() {
  return new Unshowable({ code: "bad_descriptor" });
}
