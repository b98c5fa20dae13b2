import { SearchX } from "lucide-react";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";

/** Also shown to a viewer without the right: forbidden looks like not found (invariant 14). */
export default function ConsoleNotFound() {
  return (
    <>
      <title>Page not found · Countersign</title>
      <PageHeader title="Page not found" />
      <div className="rounded-lg border bg-card">
        <EmptyState
          icon={SearchX}
          title="This page doesn't exist, or you don't have access to it"
          description="If someone sent you this link, ask them or an admin for access."
        >
          <Button asChild variant="outline">
            <Link href="/queue">Go to Requests</Link>
          </Button>
        </EmptyState>
      </div>
    </>
  );
}
