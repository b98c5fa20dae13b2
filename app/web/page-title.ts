import type { Metadata } from "next";

/**
 * The title of a page: its name and, before it, the name of what it is about: "Refund bot · Keys".
 * The root layout adds the product. An agent's free text is never part of it.
 */
export function pageTitle(page: string, subject?: string): Metadata {
  return { title: subject === undefined ? page : `${subject} · ${page}` };
}
