import { notFound } from "next/navigation";
import { CountersignError } from "#lib/errors";

/** What a look-up finds. When there is nothing, or nothing this viewer may see, the page is not found (invariant 14). */
export async function found<T>(lookUp: Promise<T>): Promise<NonNullable<T>> {
  try {
    const value = await lookUp;
    if (value !== undefined && value !== null) return value;
  } catch (thrown) {
    if (!(thrown instanceof CountersignError) || thrown.code !== "not_found") throw thrown;
  }
  notFound();
}
