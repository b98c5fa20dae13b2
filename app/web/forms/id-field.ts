import { z } from "zod";
import { type IdPrefix, isId } from "#lib/kernel/ids";

/** An ID with this prefix, from a form or an address. `error` is the message for the person. */
export function idField(prefix: IdPrefix, error?: string) {
  return z.string().refine((text) => isId(prefix, text), { error });
}
