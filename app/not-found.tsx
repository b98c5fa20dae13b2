import { pageTitle } from "#app/web/open-page";
import { EntryShell } from "#components/shell/entry-shell";
import { plainButton } from "#components/ui/plain-button.ts";

export const metadata = pageTitle("Page not found");

/**
 * Also shown to a viewer without the right: forbidden looks like not found (invariant 14). A
 * plain link: with {@link LinkButton} every page outside the console would load its script.
 */
export default function NotFound() {
  return (
    <EntryShell title="Page not found" description="This page doesn't exist, or you don't have access to it.">
      <a href="/queue" className={`${plainButton.primary} w-fit`}>
        Go to Requests
      </a>
    </EntryShell>
  );
}
