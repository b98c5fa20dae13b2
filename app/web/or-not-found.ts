import { notFound } from "next/navigation";
import { CountersignError } from "#lib/kernel/errors";

/**
 * The result of a look-up. A missing or invisible object makes the page not found (invariant 14).
 */
export async function orNotFound<T>(lookUp: Promise<T>): Promise<NonNullable<T>> {
  try {
    const value = await lookUp;
    if (value !== undefined && value !== null) return value;
  } catch (thrown) {
    if (!(thrown instanceof CountersignError) || thrown.code !== "not_found") throw thrown;
  }
  notFound();
}
