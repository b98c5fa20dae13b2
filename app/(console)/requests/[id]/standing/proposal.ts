import { runtime } from "#app/runtime/runtime";
import { nameOf, type Proposing, utcTime } from "#app/web/forms/proposal-words";
import { counted } from "#components/text/plural.ts";
import { dailyHoursWords } from "#lib/approvals/standing/approvals/hours";
import {
  findShownBounds,
  type ShownAmount,
  type ShownBounds,
} from "#lib/approvals/standing/approvals/show-bounds";
import { readStandingStatement, type StandingStatement } from "#lib/approvals/standing/approvals/statement";

/** A standing approval for a second admin to confirm, in the words of its page. */
export const standingProposal = {
  proposes: "standing_approval.confirm",
  proposalWords: async ({ agent, signer, statement: text }, names) => {
    const statement = readStandingStatement(Buffer.from(text));
    const shown = await findShownBounds(runtime().db, statement);
    return {
      title: `Confirm a standing approval for ${nameOf(agent, names)}`,
      href: `/agents/${agent}`,
      facts: [
        { label: "Signed by", value: nameOf(signer, names) },
        { label: "May differ", value: differing(shown) },
        { label: "Signed action", value: JSON.stringify(statement.action, undefined, 2) },
        ...limits(statement, shown),
      ],
      consequences: [
        "Requests within these bounds run and no one is asked.",
        "The signer, the agent's owner or an admin can end it.",
      ],
    };
  },
} satisfies Proposing<"standing_approval.confirm">;

function differing({ mayDiffer }: ShownBounds): string {
  const lines = mayDiffer.map((place) =>
    "upTo" in place
      ? `${place.path}: up to ${amountText(place.upTo)}`
      : `${place.path}: one of ${place.oneOf.map(({ text }) => text).join(", ")}`,
  );
  return lines.length === 0 ? "Nothing" : lines.join("\n");
}

function limits({ terms, expires_at }: StandingStatement, { amountOf }: ShownBounds) {
  const total = terms.total === undefined ? undefined : amountOf?.(terms.total);
  return [
    { label: "Until", value: utcTime(expires_at) },
    { label: "At most", value: `${counted(terms.count, "request")}, ${terms.per_hour} within an hour` },
    ...(total ? [{ label: "Amount in total", value: amountText(total) }] : []),
    ...(terms.hours ? [{ label: "Hours of the day", value: dailyHoursWords(terms.hours) }] : []),
  ];
}

function amountText(amount: ShownAmount): string {
  if ("text" in amount) return amount.text;
  return "currency" in amount
    ? `${amount.value} ${amount.currency}`
    : `${amount.value} (unit of ${amount.unitOf})`;
}
