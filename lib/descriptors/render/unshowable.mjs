// @ts-check

/** Thrown while rendering when a descriptor can't show an action. */
export class Unshowable extends Error {
  /** @param {import("./rendering.mjs").Fallback} fallback */
  constructor(fallback) {
    super(fallback.code);
    this.fallback = fallback;
  }
}

/** @param {import("./rendering.mjs").Fallback} reason @returns {never} */
export function refuse(reason) {
  throw new Unshowable(reason);
}

/** A descriptor that doesn't have the form of descriptors. */
export function bad() {
  return new Unshowable({ code: "bad_descriptor" });
}
