import { counted } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { BulletList } from "#components/ui/bullet-list";
import type { EndedOfType } from "#lib/publishing/end-standing-of-changed";

/** The standing approvals that the draft ends when it is published; nothing without any. */
export function EndedStanding({ ended }: { ended: EndedOfType[] }) {
  if (ended.length === 0) return null;
  const count = ended.reduce((sum, type) => sum + type.count, 0);
  return (
    <Alert variant="warning" title={`Publishing ends ${counted(count, "standing approval")}`}>
      <p>Later requests reach people again.</p>
      <BulletList wraps className="mt-1 grid list-disc gap-1 pl-5" items={ended.map(endedWords)} />
    </Alert>
  );
}

/** "2 of payments.refund: they approved 37 requests in 30 days, and no one was asked." */
function endedWords({ type, count, approved }: EndedOfType): string {
  const they = count === 1 ? "it" : "they";
  const what =
    approved === 0
      ? "approved no requests yet."
      : `approved ${counted(approved, "request")} in 30 days, and no one was asked.`;
  return `${count} of ${type}: ${they} ${what}`;
}
