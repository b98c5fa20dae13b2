import { Amount } from "#components/text/amount";
import { keyed } from "#components/text/keyed.ts";
import { grouped } from "#components/text/plural.ts";
import { RelativeTime } from "#components/text/relative-time";
import { someNames } from "#components/text/shorten-list.ts";
import { TextLink } from "#components/ui/link";
import type { LikeRequest } from "#lib/requests/unusual/list-last-like";
import { ColumnNames } from "../description/column-names.tsx";
import { DifferingName, ValueBefore } from "./differences-table.tsx";

/** The last decided requests like this, behind one tap, for comparison. */
export function LastTenLike({ requests, now }: { requests: LikeRequest[]; now: Date }) {
  if (requests.length === 0) return null;
  return (
    <details className="group">
      <summary className="min-h-11 fine:min-h-8 cursor-pointer content-center text-link underline-offset-3 hover:underline">
        {requests.length === 1 ? "The last request like it" : `Last ${requests.length} like it`}
      </summary>
      <table className="w-full table-fixed text-left text-[0.8125rem]">
        <ColumnNames columns={[["When", "w-1/4"], ["What"], ["Decision", "w-1/3"]]} />
        <tbody>
          {requests.map((request) => (
            <LikeRow key={request.requestId} request={request} now={now} />
          ))}
        </tbody>
      </table>
    </details>
  );
}

function LikeRow({ request, now }: { request: LikeRequest; now: Date }) {
  const { requestId, at, amount, differences, more, by, outcome } = request;
  return (
    <tr className="border-b align-top last:border-0 [overflow-wrap:anywhere]">
      <td className="py-1.5 pr-3">
        <TextLink href={`/requests/${requestId}`}>
          <RelativeTime at={at} now={now} />
        </TextLink>
      </td>
      <td className="py-1.5 pr-3">
        {amount ? <Amount amount={amount} /> : null}
        {keyed(differences).map(([index, difference]) => (
          <span key={index} className="block">
            <span className="text-muted-foreground">
              <DifferingName difference={difference} />:
            </span>{" "}
            <ValueBefore difference={difference} />
          </span>
        ))}
        {more > 0 ? <span className="block text-muted-foreground">{grouped(more)} more differ</span> : null}
        {differences.length === 0 && !amount ? "Exactly the same" : null}
      </td>
      <td className="py-1.5">
        {outcomes[outcome]}
        {by.length > 0 ? <span className="block text-muted-foreground">{someNames(by)}</span> : null}
      </td>
    </tr>
  );
}

const outcomes: Record<LikeRequest["outcome"], string> = {
  carried_out: "Carried out",
  uncertain: "Approved, may have run",
  approved: "Approved, not used yet",
  failed: "Approved, failed",
  unused: "Approved, not used",
  denied: "Denied",
};
