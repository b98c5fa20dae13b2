import { SearchX } from "lucide-react";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";

/** Also what somebody without the right sees: forbidden looks like not found (invariant 14). */
export default function ConsoleNotFound() {
  return (
    <>
      <title>Not found · Countersign</title>
      <PageHeader title="There is nothing here" />
      <div className="rounded-lg border bg-card">
        <EmptyState
          icon={SearchX}
          title="Gone, mistyped, or not yours to see"
          description="If somebody sent you this link, ask them or an admin whether you should have access."
        >
          <Button asChild variant="outline">
            <Link href="/queue">Go to the queue</Link>
          </Button>
        </EmptyState>
      </div>
    </>
  );
}
