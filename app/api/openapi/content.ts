import type { SchemaName } from "./schemas.ts";

/** A body of this schema, as a part of the document. */
export function content(schema: SchemaName, mediaType = "application/json") {
  return { [mediaType]: { schema: { $ref: `#/components/schemas/${schema}` } } };
}
