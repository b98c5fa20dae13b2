import { cn } from "./cn.ts";

const fractionLimit = 20;

/** An amount with its currency's code, in tabular numerals. `amount` is the number as written: no digit of it is rounded away. */
export function Money(props: { amount: string; currency?: string | undefined; className?: string }) {
  return (
    <span className={cn("whitespace-nowrap tabular-nums", props.className)}>
      {formatAmount(props.amount)}
      {props.currency ? (
        <span className="ml-1 text-[0.85em] text-muted-foreground">{props.currency}</span>
      ) : null}
    </span>
  );
}

function formatAmount(amount: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(amount)) return amount;
  const fraction = amount.split(".")[1]?.length ?? 0;
  return new Intl.NumberFormat("en-GB", {
    minimumFractionDigits: Math.min(fractionLimit, Math.max(2, fraction)),
    maximumFractionDigits: Math.min(fractionLimit, Math.max(2, fraction)),
  }).format(amount as Intl.StringNumericLiteral);
}
