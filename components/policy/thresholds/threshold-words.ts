import { amountText } from "#components/text/amount-text.ts";
import { counted } from "#components/text/plural.ts";
import type { Measure, Tier } from "#lib/policy/thresholds/threshold";
import type { TierPlace } from "#lib/policy/thresholds/threshold-of-rules";
import { inSentence, outcomeLabel } from "#lib/text/labels";

type Says = Pick<Tier, "outcome" | "approvals">;

/** The parts of a measure for the format of its numbers. */
export type NumberFormat = { kind: "amount" | "number" } | { kind: "total"; of: "sum" | "count" };

/** A number in the threshold's format: 5,000.00 for money, 20 requests. */
export function valueText(measure: NumberFormat, value: number): string {
  const isMoney = measure.kind === "amount" || (measure.kind === "total" && measure.of === "sum");
  const text = amountText(String(value));
  return isMoney ? text : text.replace(/\.00$/, "");
}

/** The same without fraction digits that are zero, where there is little room: 5,000. */
export function shortText(measure: NumberFormat, value: number): string {
  return valueText(measure, value).replace(/\.00$/, "");
}

/** The unit of the numbers, as a suffix: "USD, EUR or GBP", "requests". */
export function unitWords(measure: Measure): string {
  if (measure.kind === "number") return measure.param;
  return measure.kind === "total" && measure.of === "count" ? "requests" : either(measure.currencies ?? []);
}

/** What is measured: "amount per request", "total per agent in 24 hours". */
export function measureWords(measure: Measure): string {
  if (measure.kind === "amount") return "amount per request";
  if (measure.kind === "number") return `${measure.param} per request`;
  const whose = {
    agent: "per agent",
    resource: "per resource",
    owner: "per owner",
    action: "for the same action",
  };
  const time = windowWords[measure.window];
  return `${measure.of === "sum" ? "total" : "number of requests"} ${whose[measure.per]} in ${time}`;
}

const windowWords = { "1h": "1 hour", "24h": "24 hours", "7d": "7 days" } as const;

/** Whether a tier is of repeats: of each request for exactly the same action but the first. */
function isRepeat(measure: Measure, { over, upTo }: TierRange): measure is Measure & { kind: "total" } {
  return measure.kind === "total" && measure.per === "action" && over === 1 && upTo === undefined;
}

/** "Needs 2 approvals" and the like. */
export function outcomeWords({ outcome, approvals }: Says): string {
  return outcome === "none" ? "Decided by other rules" : outcomeLabel(outcome, approvals);
}

const letter = 6.5;

/** A tier's longest label in `room` pixels. Tiers for people differ in the number of approvals. */
export function sectionLabel(tier: Says, room: number): string | undefined {
  const { outcome, approvals } = tier;
  const counts = outcome === "step_up" ? [counted(approvals, "approval"), String(approvals)] : [];
  return [outcomeWords(tier), ...counts].find((label) => label.length * letter + 18 <= room);
}

/** "over 100.00, up to 5,000.00" */
export function rangeWords(measure: NumberFormat, over: number, upTo: number | undefined): string {
  const text = (value: number) => valueText(measure, value);
  return rangeParts(over === 0 ? undefined : text(over), upTo === undefined ? upTo : text(upTo)).join("");
}

/** A range in words, around its limits: "over ", 100.00, ", up to ", 5,000.00. */
export function rangeParts<Limit>(
  over: Limit | undefined,
  upTo: Limit | undefined,
  between = ", up to ",
): (string | Limit)[] {
  if (over === undefined) return upTo === undefined ? ["any"] : ["up to ", upTo];
  return upTo === undefined ? ["over ", over] : ["over ", over, between, upTo];
}

/** A limit for screen readers: "5,000.00 USD: up to there needs approval, above needs 2 approvals". */
export function edgeText(measure: Measure, value: number, below: Says, above: Says): string {
  const words = (says: Says) => inSentence(outcomeWords(says));
  return `${valueText(measure, value)} ${unitWords(measure)}: ${words(below)} up to this limit, ${words(above)} above`;
}

type TierRange = Pick<TierPlace, "over" | "upTo">;

/** A tier's generated title, at most 120 characters: "Refund a payment: over 500 to 5,000 USD". */
export function tierTitle(actionTitle: string, measure: Measure, range: TierRange): string {
  const what = measure.kind === "total" ? `${measureWords(measure)} ` : "";
  const words = isRepeat(measure, range)
    ? `same action again within ${windowWords[measure.window]}`
    : `${what}${shortRange(measure, range)} ${unitWords(measure)}`;
  const whole = `${actionTitle}: ${words}`;
  return whole.length <= 120 ? whole : shortRange(measure, range);
}

/** A tier's full range in place of a generated title, such as "over 500.00, up to 5,000.00 USD". */
export function tierReason(title: string, actionTitle: string, measure: Measure, range: TierRange): string {
  const { over, upTo } = range;
  const isAny = over === 0 && upTo === undefined;
  if (title !== tierTitle(actionTitle, measure, range) || isAny || isRepeat(measure, range)) return title;
  const what = { amount: "", number: `: ${unitWords(measure)}`, total: `: ${measureWords(measure)}` };
  const unit = measure.kind === "number" ? "" : ` ${unitWords(measure)}`;
  return `${actionTitle}${what[measure.kind]} ${rangeWords(measure, over, upTo)}${unit}`;
}

/** The titles of the tiers that a workspace begins with (lib/policy/versions/defaults.ts). */
const firstTitles: ReadonlySet<string> = new Set([
  "Auto-approve refunds up to 100",
  "Refunds over 100 need 1 approval",
  "Refunds over 5,000 need 2 approvals",
  "Block refunds over 50,000",
  "Payments up to 5,000 need 1 approval",
  "Payments over 5,000 need 2 approvals",
  "Block payments over 50,000",
]);

/** Whether a title was generated, or came with the workspace. Such a title changes with the tier. */
export function isGeneratedTitle(
  title: string,
  { actionTitle, measure, range }: { actionTitle: string; measure: Measure; range: TierRange },
): boolean {
  return title === tierTitle(actionTitle, measure, range) || firstTitles.has(title);
}

function shortRange(measure: Measure, { over, upTo }: TierRange): string {
  const short = (value: number) => shortText(measure, value);
  const limits = [over === 0 ? undefined : short(over), upTo === undefined ? upTo : short(upTo)] as const;
  return rangeParts(...limits, " to ").join("");
}

function either(words: string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}
