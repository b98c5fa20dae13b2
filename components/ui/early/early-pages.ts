import type { PrefetchKind } from "next/dist/client/components/router-reducer/router-reducer-types";
import type { useRouter } from "next/navigation";

/** The pages that were fetched and not yet opened. */
const pages = new Set<string>();

/** The page with its content. Next exports no value of this type. */
const full = "full" as PrefetchKind;

/** Fetches a page of the console, with its content, for a click that is about to come. */
export function fetchEarly(router: ReturnType<typeof useRouter>, href: string): void {
  // A development build would show the page for minutes: the two seconds are set when Next is built.
  if (process.env.NODE_ENV !== "production") return;
  router.prefetch(href, { kind: full });
  pages.add(href);
}

/** Whether what an opened page shows may be from before it was opened. True once. */
export function takeFetchedEarly(href: string): boolean {
  return pages.delete(href);
}
