import { amountText } from "./amount-text.ts";
import { cn } from "./cn.ts";

/** An amount with its currency's code, in tabular numerals. `amount` is the number as written: no digit of it is rounded away. */
export function Money(props: { amount: string; currency?: string | undefined; className?: string }) {
  return (
    <span className={cn("whitespace-nowrap tabular-nums", props.className)}>
      {amountText(props.amount)}
      {props.currency ? (
        <span className="ml-1 text-[0.85em] text-muted-foreground">{props.currency}</span>
      ) : null}
    </span>
  );
}
