import { Button } from "./button.tsx";
import { Link } from "./link.tsx";

/** The way through a list that is paged by key: back to its beginning, and on. */
export function Paging({
  firstHref,
  nextHref,
}: {
  firstHref?: string | undefined;
  nextHref?: string | undefined;
}) {
  if (!firstHref && !nextHref) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap gap-2">
      {firstHref ? (
        <Button asChild variant="outline">
          <Link href={firstHref}>First page</Link>
        </Button>
      ) : null}
      {nextHref ? (
        <Button asChild variant="outline">
          <Link href={nextHref}>Next page</Link>
        </Button>
      ) : null}
    </nav>
  );
}
