import { z } from "zod";
import { type IdPrefix, isId } from "#lib/ids";

/** An id of this kind, from a form or an address. `error` says what is wrong in words for whoever typed it. */
export function idField(prefix: IdPrefix, error?: string) {
  return z.string().refine((text) => isId(prefix, text), { error });
}
