import { Amount } from "#components/text/amount";
import { UntrustedCode } from "#components/text/untrusted-text";
import type { ShownAmount as Shown } from "#lib/approvals/standing/approvals/show-bounds";

/** An amount in its unit. Without one that the policy names, the place that has the unit. */
export function ShownAmount({ amount }: { amount: Shown }) {
  if ("text" in amount)
    return (
      <span className="tabular-nums">
        {amount.text}
        {amount.original === undefined ? null : (
          <span className="font-normal text-muted-foreground">
            {" "}
            (signed as <UntrustedCode text={amount.original} />)
          </span>
        )}
      </span>
    );
  if ("currency" in amount) return <Amount amount={amount} />;
  return (
    <span className="tabular-nums">
      <Amount amount={amount} />
      <span className="font-normal text-muted-foreground">
        {" "}
        in the unit of <UntrustedCode text={amount.unitOf} />
      </span>
    </span>
  );
}
