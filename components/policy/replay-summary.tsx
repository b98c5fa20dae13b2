import type { ReactNode } from "react";
import { EndingBadge } from "#components/badges/request-badges";
import { grouped } from "#components/text/plural.ts";
import { BulletList } from "#components/ui/bullet-list";
import { TextLink } from "#components/ui/link";
import type { ReplaySummary } from "#lib/policy/replay/tally";
import { OutcomeMove } from "./request-line.tsx";

/** The result of a replay: changed outcomes, and the effect on approvers. Numbers link to their requests. */
export function ReplaySummaryView(props: {
  replayId: string;
  summary: ReplaySummary;
  names: ReadonlyMap<string, string>;
}) {
  const { replayId, summary, names } = props;
  const moves = summary.moves.toSorted((one, other) => other.count - one.count);
  const changed = moves.filter(({ from, to }) => from !== to);
  const same = moves.filter(({ from, to }) => from === to);
  const load = summary.load.toSorted((one, other) => other.after - other.before - (one.after - one.before));
  return (
    <div className="grid gap-5">
      {changed.length > 0 ? (
        <Table caption="Changed outcomes" head={["Before → with this draft"]} numbers={["Requests"]}>
          {changed.map(({ from, to, count }) => (
            <tr key={`${from} ${to}`} className="border-t">
              <Cell>
                <OutcomeMove
                  from={<EndingBadge ending={from} />}
                  words="would be"
                  to={<EndingBadge ending={to} />}
                />
              </Cell>
              <Cell isNumber>
                <TextLink href={`/policy/replays/${replayId}?from=${from}&to=${to}`}>
                  {grouped(count)}
                  <span className="sr-only"> of these</span>
                </TextLink>
              </Cell>
            </tr>
          ))}
        </Table>
      ) : null}
      {same.length > 0 ? (
        <Table caption="Unchanged outcomes" head={["Outcome"]} numbers={["Requests"]}>
          {same.map(({ from, count }) => (
            <tr key={from} className="border-t">
              <Cell>
                <EndingBadge ending={from} />
              </Cell>
              <Cell isNumber>{grouped(count)}</Cell>
            </tr>
          ))}
        </Table>
      ) : null}
      {load.length > 0 ? (
        <Table
          caption="Requests needing approval, by owner"
          head={["Owner"]}
          numbers={["Before", "With this draft"]}
        >
          {load.slice(0, 20).map(({ ownerId, before, after }) => (
            <tr key={ownerId} className="border-t">
              <Cell>{names.get(ownerId) ?? ownerId}</Cell>
              <Cell isNumber>{grouped(before)}</Cell>
              <Cell isNumber>
                {grouped(after)} <span className="text-muted-foreground">({signed(after - before)})</span>
              </Cell>
            </tr>
          ))}
        </Table>
      ) : null}
      <Remarks summary={summary} />
    </div>
  );
}

function Remarks({ summary }: { summary: ReplaySummary }) {
  const { otherApprovers, cannotBeTold: undetermined, approvals, load } = summary;
  const remarks = [
    `Total approvals needed: ${grouped(approvals.before)} before, ${grouped(approvals.after)} with this draft.`,
    ...(otherApprovers > 0
      ? [`${grouped(otherApprovers)} would need the same number of approvals, but from different people.`]
      : []),
    ...(undetermined > 0
      ? [
          `${grouped(undetermined)} couldn't be evaluated, because the draft uses a total that goes back further than these requests.`,
        ]
      : []),
    ...(load.length > 20 ? [`${grouped(load.length - 20)} more owners not shown.`] : []),
  ];
  return <BulletList items={remarks} className="grid list-disc gap-1 pl-5 text-muted-foreground text-sm" />;
}

function Table(props: {
  caption: string;
  /** Names of the columns of words, and of the columns of numbers after them. */
  head: string[];
  numbers: string[];
  children: ReactNode;
}) {
  return (
    <table className="w-full text-sm">
      <caption className="pb-1.5 text-left font-medium">{props.caption}</caption>
      <thead className="text-muted-foreground">
        <tr>
          {props.head.map((name) => (
            <th key={name} scope="col" className="py-1.5 pr-4 text-left font-normal">
              {name}
            </th>
          ))}
          {props.numbers.map((name) => (
            <th key={name} scope="col" className="py-1.5 pr-4 text-right font-normal last:pr-0">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{props.children}</tbody>
    </table>
  );
}

function Cell({ isNumber = false, children }: { isNumber?: boolean; children: ReactNode }) {
  return (
    <td
      className={`py-2 pr-4 align-top last:pr-0 [overflow-wrap:anywhere] ${isNumber ? "text-right tabular-nums" : ""}`}
    >
      {children}
    </td>
  );
}

function signed(difference: number): string {
  if (difference === 0) return "no change";
  return difference > 0 ? `+${grouped(difference)}` : `−${grouped(-difference)}`;
}
