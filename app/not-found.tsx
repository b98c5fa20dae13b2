import { EntryShell } from "#components/shell/entry-shell";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";

export const metadata = { title: "Not found" };

/** Also what somebody without the right sees: forbidden looks like not found (invariant 14). */
export default function NotFound() {
  return (
    <EntryShell
      title="There is nothing here"
      description="The address is wrong, the thing is gone, or it is not yours to see. If somebody sent you this link, ask them whether you should have access."
    >
      <Button asChild size="lg" className="w-fit">
        <Link href="/queue">Go to the queue</Link>
      </Button>
    </EntryShell>
  );
}
