import { z } from "zod";

/** The ID of a registered boundary, as an agent names it. */
export const boundaryIdSchema = z
  .string()
  .regex(/^bnd_[0-7][0-9a-hjkmnp-tv-z]{25}$/, "must be the ID of a boundary");
