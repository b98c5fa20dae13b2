import { LinkButton } from "./button.tsx";

/** The way through a list paged by key: back to its beginning, and on. */
export function Paging({ firstHref, nextHref }: Partial<Record<"firstHref" | "nextHref", string>>) {
  if (!firstHref && !nextHref) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap gap-2">
      {firstHref ? (
        <LinkButton href={firstHref} variant="outline">
          First page
        </LinkButton>
      ) : null}
      {nextHref ? (
        <LinkButton href={nextHref} variant="outline">
          Next page
        </LinkButton>
      ) : null}
    </nav>
  );
}
