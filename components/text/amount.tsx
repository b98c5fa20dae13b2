import { amountText } from "#components/text/amount-text.ts";
import { cn } from "#components/ui/cn.ts";
import { UntrustedText } from "./untrusted-text.tsx";

/** An agent's amount, grouped and never rounded, and its currency. */
export function Amount(props: {
  amount: { value: string; currency?: string | undefined };
  className?: string;
}) {
  const { value, currency } = props.amount;
  return (
    <span className={cn("tabular-nums", props.className)}>
      <UntrustedText as="value" text={amountText(value)} />
      {currency === undefined ? null : (
        <>
          {" "}
          <UntrustedText as="value" text={currency} className="text-[0.85em] text-muted-foreground" />
        </>
      )}
    </span>
  );
}
