import { grouped } from "#components/text/plural.ts";
import type { ReplayScope } from "#lib/policy/replay/scope";
import type { ReplaySummary } from "#lib/policy/replay/tally";

type Move = ReplaySummary["moves"][number];

interface Replayed {
  done: number;
  scope: ReplayScope;
  /** Whether the replay reached its limit of requests, so that a period can have more. */
  isCut: boolean;
}

/** "10 of 34 requests of the last 30 days would be auto-approved instead of needing approval." */
export function impactWords(
  replay: Replayed,
  summary: Pick<ReplaySummary, "moves" | "otherApprovers" | "cannotBeTold">,
): string {
  const moves = summary.moves.filter(({ from, to }) => from !== to);
  const looser = moves.filter(({ from, to }) => strictness(to) < strictness(from));
  const stricter = moves.filter(({ from, to }) => strictness(to) > strictness(from));
  if (summary.cannotBeTold === replay.done && replay.done > 0)
    return `None of ${evaluated(replay, 0)} could be evaluated.`;
  const of = evaluated(replay, summary.cannotBeTold);
  const others = [
    ...(summary.otherApprovers > 0
      ? [`${grouped(summary.otherApprovers)} would need approval from different people.`]
      : []),
    ...(summary.cannotBeTold > 0 ? [`${grouped(summary.cannotBeTold)} couldn't be evaluated.`] : []),
  ];
  const [only] = moves;
  if (!only) {
    const none =
      summary.otherApprovers > 0
        ? `No outcome of ${of} would change.`
        : `None of ${of} would have a different outcome.`;
    return [none, ...others].join(" ");
  }
  const first =
    moves.length === 1
      ? `${grouped(only.count)} of ${of} would ${ending(only.to)} instead of ${endingBefore(only.from)}.`
      : `${grouped(sum(moves))} of ${of} would have a different outcome: ${both(looser, stricter)}.`;
  const rest = looser.length === 0 ? "None become less strict." : "None become stricter.";
  return [first, ...(looser.length === 0 || stricter.length === 0 ? [rest] : []), ...others].join(" ");
}

/** "34 requests of the last 30 days": the requests of the sentence. */
function evaluated({ done, scope, isCut }: Replayed, cannotBeTold: number): string {
  const count = done - cannotBeTold;
  if (isCut)
    return cannotBeTold === 0
      ? `the newest ${grouped(done)} requests`
      : `${grouped(count)} of the newest ${grouped(done)} requests`;
  const period = "days" in scope ? ` of the last ${scope.days} days` : "";
  return `${grouped(count)} ${period ? "" : "most recent "}${count === 1 ? "request" : "requests"}${period}`;
}

function both(looser: Move[], stricter: Move[]): string {
  return [
    ...(looser.length > 0 ? [`${grouped(sum(looser))} less strict`] : []),
    ...(stricter.length > 0 ? [`${grouped(sum(stricter))} stricter`] : []),
  ].join(" and ");
}

// An ending is `allow`, `block`, or `step_up_2` with its number of approvals.
function strictness(key: string): number {
  if (key === "allow") return 0;
  return key === "block" ? Number.POSITIVE_INFINITY : approvalsOf(key);
}

function approvalsOf(key: string): number {
  return Number(key.slice("step_up_".length));
}

function ending(key: string): string {
  if (key === "allow") return "be auto-approved";
  if (key === "block") return "be blocked";
  return approvalsOf(key) === 1 ? "need approval" : `need ${approvalsOf(key)} approvals`;
}

function endingBefore(key: string): string {
  if (key === "allow") return "being auto-approved";
  if (key === "block") return "being blocked";
  return approvalsOf(key) === 1 ? "needing approval" : `needing ${approvalsOf(key)} approvals`;
}

function sum(moves: Move[]): number {
  return moves.reduce((all, { count }) => all + count, 0);
}
