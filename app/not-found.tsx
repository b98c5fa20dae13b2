import { pageTitle } from "#app/web/open-page";
import { EntryShell } from "#components/shell/entry-shell";
import { LinkButton } from "#components/ui/button";

export const metadata = pageTitle("Page not found");

/** Also shown to a viewer without the right: forbidden looks like not found (invariant 14). */
export default function NotFound() {
  return (
    <EntryShell title="Page not found" description="This page doesn't exist, or you don't have access to it.">
      <LinkButton href="/queue" size="lg" className="w-fit">
        Go to Requests
      </LinkButton>
    </EntryShell>
  );
}
