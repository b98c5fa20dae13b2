import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";

/** Also shown to a viewer without the right: forbidden looks like not found (invariant 14). */
export default function ConsoleNotFound() {
  return (
    <>
      <title>Page not found · Countersign</title>
      <PageHeader title="Page not found" />
      <div className="rounded-lg border bg-card">
        <EmptyState
          icon="search-x"
          title="This page doesn't exist, or you don't have access to it"
          description="If someone sent you this link, ask them or an admin for access."
        >
          <LinkButton href="/queue" variant="outline">
            Go to Requests
          </LinkButton>
        </EmptyState>
      </div>
    </>
  );
}
