import { Time } from "#components/text/time";
import { TextLink } from "#components/ui/link";

/** A request, named by its time. */
export function RequestLink({ requestId, at, now }: { requestId: string; at: Date; now: Date }) {
  return (
    <TextLink isTall href={`/requests/${requestId}`}>
      <Time at={at} now={now} isAlone />
      <span className="sr-only"> request</span>
    </TextLink>
  );
}
