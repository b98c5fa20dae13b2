import type { Rendering } from "#lib/descriptors/render/rendering";
import type { ActionAmount } from "#lib/policy/action-types/action-amount";
import { Amount } from "../../text/amount.tsx";
import { UntrustedCode } from "../../text/untrusted-text.tsx";

/** A value such as "1,250.00 USD", on one line where there is room. */
const unbroken = "inline-block max-w-full tabular-nums";

/** A request on one line: the action, the amount and the resource. */
export function RequestName(props: { rendering: Rendering; amount: ActionAmount | undefined }) {
  const { rendering, amount } = props;
  const { sentence, intent, type, resource } = rendering;
  return (
    <span className="[overflow-wrap:anywhere]">
      <span className="font-semibold">
        {sentence
          ? sentence.map((part, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move
              <span key={index} className={"words" in part ? "" : unbroken}>
                {"words" in part ? part.words : part.shown.as === "value" ? part.shown.text : null}
              </span>
            ))
          : (intent ?? type)}
        {amount && !sentence ? (
          <>
            {" "}
            <Amount amount={amount} />
          </>
        ) : null}
      </span>
      {resource === undefined ? null : (
        <>
          {" "}
          <UntrustedCode text={resource} className="text-muted-foreground" />
        </>
      )}
    </span>
  );
}
