import type { ReactNode } from "react";
import { sourceWords } from "#components/boundaries/source-words.ts";
import { grouped } from "#components/text/plural.ts";
import { RelativeTime } from "#components/text/relative-time";
import { UntrustedCode } from "#components/text/untrusted-text";
import { Card, CardHead, Row, RowList } from "#components/ui/card";
import { Link } from "#components/ui/link";
import type { UncertainItem } from "#lib/boundary/executions/list-uncertain";

/** The executions that the viewer may resolve, oldest first, and how many more there are. */
export function UncertainList(props: {
  items: UncertainItem[];
  count: number;
  now: Date;
  resolveOf: (item: UncertainItem) => ReactNode;
}) {
  const { items, count, now, resolveOf } = props;
  return (
    <Card aria-labelledby="uncertain" className="mb-4">
      <CardHead id="uncertain" title="Uncertain">
        These actions may or may not have run. Check the tool and record what you found.
      </CardHead>
      <RowList>
        {items.map((item) => (
          <Row key={item.requestId} className="sm:flex-nowrap">
            <div className="grid min-w-0 gap-0.5">
              <Link
                href={`/requests/${item.requestId}`}
                className="min-w-0 py-0.5 font-semibold text-link underline underline-offset-3 [overflow-wrap:anywhere]"
              >
                {item.title ?? <code className="font-mono">{item.actionType}</code>}
              </Link>
              {(item.command ?? item.resource) === null ? null : (
                <UntrustedCode text={item.command ?? item.resource ?? ""} className="text-muted-foreground" />
              )}
              <p className="text-muted-foreground [overflow-wrap:anywhere]">
                {item.agent} · {throughWords(item.source)}Redeemed{" "}
                <RelativeTime at={item.startedAt} now={now} /> ·{" "}
                {item.isReported ? "Reported as uncertain" : "No report in time"}
              </p>
            </div>
            {resolveOf(item)}
          </Row>
        ))}
      </RowList>
      {count > items.length ? (
        <p className="border-t px-4 py-3 text-muted-foreground sm:px-5">
          {grouped(count - items.length)} more appear when these are resolved.
        </p>
      ) : null}
    </Card>
  );
}

function throughWords(source: UncertainItem["source"]): string {
  const words = sourceWords(source);
  if (!words) return "";
  return `${words.name}${words.credential ? "" : " (reported by the agent)"} · `;
}
