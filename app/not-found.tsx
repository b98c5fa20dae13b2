import { pageTitle } from "#app/web/page-title";
import { EntryShell } from "#components/shell/entry-shell";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";

export const metadata = pageTitle("Page not found");

/** Also shown to a viewer without the right: forbidden looks like not found (invariant 14). */
export default function NotFound() {
  return (
    <EntryShell title="Page not found" description="This page doesn't exist, or you don't have access to it.">
      <Button asChild size="lg" className="w-fit">
        <Link href="/queue">Go to Requests</Link>
      </Button>
    </EntryShell>
  );
}
